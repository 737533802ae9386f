"""Addresses of teams: who is in them and invited, and the sessions that are given."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from bookings.views import given_sessions, joining_teams, team_invitations, teams


def of_team(rest: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """A page of one team."""
    return [path(f"organiser/teams/<id:public_id>/{rest}", view, name=name)]


def of_given_session(
    rest: str, view: Callable[..., HttpResponseBase], name: str
) -> list[URLPattern]:
    """A page of one session, for whom it was given to."""
    return [path(f"organiser/sessions/<id:session_id>/{rest}", view, name=name)]


urlpatterns = [
    path("join/team/<str:token>/", joining_teams.join_team, name="join_team"),
    path("organiser/teams/", teams.teams, name="teams"),
    *of_team("", teams.team, "team"),
    *of_team("members/<id:member_id>/role/", teams.change_role, "change_role"),
    *of_team("members/<id:member_id>/remove/", teams.remove_member, "remove_member"),
    *of_team("members/<id:member_id>/sessions/", teams.give_sessions, "give_sessions"),
    path("organiser/sessions/", given_sessions.your_sessions, name="your_sessions"),
    *of_given_session("", given_sessions.given_session, "given_session"),
    *of_given_session("export/", given_sessions.export_given_session, "export_given_session"),
    *of_given_session("check-in/", given_sessions.check_in_list, "check_in_list"),
    *of_team("invite/", team_invitations.invite, "invite"),
    *of_team(
        "invitations/<id:invitation_id>/again/", team_invitations.invite_again, "invite_again"
    ),
    *of_team(
        "invitations/<id:invitation_id>/withdraw/",
        team_invitations.withdraw_invitation,
        "withdraw_invitation",
    ),
]

"""The addresses of the installation's own pages."""

from django.urls import path

from deploy.administration import pages, people

urlpatterns = [
    path("", pages.administration, name="administration"),
    path("teams/", pages.all_teams, name="all_teams"),
    path("teams/new/", pages.make_team, name="make_team"),
    path("teams/<id:public_id>/", pages.rename_team, name="rename_team"),
    path("teams/<id:public_id>/invite/", pages.invite_organiser, name="invite_organiser"),
    path("audiences/", pages.all_audiences, name="all_audiences"),
    path("audiences/new/", pages.make_audience, name="make_audience"),
    path("audiences/<slug:slug>/name/", pages.rename_audience, name="rename_audience"),
    path("organisers/", people.organisers, name="organisers"),
    path("organisers/<id:public_id>/close/", people.close_account, name="close_account"),
    path("organisers/<id:public_id>/open/", people.open_account, name="open_account"),
    path("failed-mails/", people.failed_mails, name="failed_mails"),
    path("failed-mails/<id:message_id>/again/", people.retry_mail, name="retry_mail"),
    path("failed-mails/<id:message_id>/aside/", people.put_mail_aside, name="put_mail_aside"),
    path("audit/", people.audit_trail, name="audit_trail"),
]

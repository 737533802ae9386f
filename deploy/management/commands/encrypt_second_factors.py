"""Take an old key of SECOND_FACTOR_KEYS out of use."""

from django.core.management.base import BaseCommand, CommandError

from deploy import second_factor


class Command(BaseCommand):
    help = "Encrypt the second factors of all organisers with the first of SECOND_FACTOR_KEYS."

    def handle(self, **options: object) -> None:
        unreadable = second_factor.encrypt_all()
        if unreadable:
            names = ", ".join(organiser.email for organiser in unreadable)
            raise CommandError(
                f"No key fits for {names}. Add the key they were encrypted with, or run"
                " reset_second_factor. All others are encrypted with the first key."
            )
        self.stdout.write("All second factors are encrypted with the first key.")

"""Run Placecard: web server and message worker in one."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from deploy import serving, supervisor


class Command(BaseCommand):
    help = "Run the web server and the message worker together, until stopped."
    requires_system_checks = "__all__"

    def handle(self, *args: object, **options: object) -> None:
        if not serving.port_is_free():
            raise CommandError(f"Port {settings.PORT} is in use. Choose another: PORT=8001")
        supervisor.supervise(serving.programs(sys.executable), is_ready=self.announce_when_ready)

    def announce_when_ready(self) -> bool:
        if not serving.answers():
            return False
        self.stdout.write(serving.announcement())
        self.stdout.flush()
        return True

"""How Placecard is put together and run, as an app without models."""

from importlib import import_module

from django.apps import AppConfig


class DeployConfig(AppConfig):
    name = "deploy"
    verbose_name = "Deployment"

    def ready(self) -> None:
        import_module("deploy.checks")
        import_module("deploy.sign_in_checks")
        import_module("deploy.sign_in_audit").begin()

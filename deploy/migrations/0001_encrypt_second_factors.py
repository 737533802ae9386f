"""Second factors that were stored in clear are encrypted."""

from django.db import migrations

from deploy import second_factor


def encrypt(apps, schema_editor):
    second_factor.encrypt_rows(rows(apps))


def decrypt(apps, schema_editor):
    """For the release before; what no key reads stays as it is."""
    for row in rows(apps):
        texts = {name: row.data[name] for name in second_factor.SECRETS & row.data.keys()}
        clear = {name: second_factor.decrypted_or_nothing(text) for name, text in texts.items()}
        row.data |= {name: text for name, text in clear.items() if text}
        row.save(update_fields=["data"])


def rows(apps):
    return apps.get_model("mfa", "Authenticator").objects.select_for_update().order_by("pk")


class Migration(migrations.Migration):
    dependencies = [("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt, decrypt)]

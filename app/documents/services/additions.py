"""What issued certificates object to when what a network added to a title is to change."""

from app.database import lock_until_commit
from app.documents.queries import is_certified
from app.documents.rules import CertificateSaysSo
from app.documents.services.issuing import lock_of_certificates
from app.training.models import TitleAddition
from app.training.services import object_to_additions
from app.training.titles import title_by_code


@object_to_additions
def keep_what_certificates_say(addition: TitleAddition, left: str) -> None:  # noqa: ARG001  one is as refused as the other
    """Refuse to correct or to take back what a certificate was issued with: it would say what nobody finds any more.

    :raises CertificateSaysSo: when one was issued for the block, or for any block where the title was completed.
    """
    network = addition.network
    lock_until_commit(lock_of_certificates(network))
    if is_certified(network, addition.title_code, addition.block_code):
        raise CertificateSaysSo(title=title_by_code(addition.title_code).name)

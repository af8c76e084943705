"""Reads of issuers and issued documents, by subject; callers import every one from here."""

from app.documents.queries.certificates import (
    count_in_force,
    document,
    document_by_number_and_code,
    documents_in_force,
    documents_of,
    due_results,
    enrolments_of_advisors,
    facts_of,
    found_documents,
    late_recruits_in_training,
    live_certificates,
    pdf_of,
    pdfs_of,
    results_to_certify,
)
from app.documents.queries.integrity import document_problems
from app.documents.queries.issuing import (
    failed_checks_since,
    issuer_of,
    number_series,
    print_run,
    reserved_ids,
    unfinished_runs,
)

__all__ = [
    "count_in_force",
    "document",
    "document_by_number_and_code",
    "document_problems",
    "documents_in_force",
    "documents_of",
    "due_results",
    "enrolments_of_advisors",
    "facts_of",
    "failed_checks_since",
    "found_documents",
    "issuer_of",
    "late_recruits_in_training",
    "live_certificates",
    "number_series",
    "pdf_of",
    "pdfs_of",
    "print_run",
    "reserved_ids",
    "results_to_certify",
    "unfinished_runs",
]

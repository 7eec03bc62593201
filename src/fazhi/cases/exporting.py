"""A case, or a register's ledger, as one file that anybody can verify, with a page to read. See docs/record.md."""

from __future__ import annotations

from io import BytesIO

from fazhi.cases.checkpoints import evidence_for, key_path, signing_key
from fazhi.cases.models import Case
from fazhi.cases.models.act import ActKind
from fazhi.files.store import path_of
from fazhi.government.roles import Role
from fazhi.procedures.language.definition import Definition
from fazhi.record import export
from fazhi.record.export_ledger import LedgerRecord
from fazhi.record.export_ledger import export_ledger as write_ledger
from fazhi.record.stored import StoredAct
from fazhi.registers.definitions import definition
from fazhi.registers.models import Ledger


def export_case(case: Case) -> bytes:
    """The ZIP of a case, signed where the installation has its key (from the first checkpoint on).

    The same case gives the same bytes until it, or the log, goes on. Whoever calls has asked for permission. Raises
    RecordError where an attachment is missing or was changed: an incomplete file must not leave the house.
    """
    key = signing_key() if key_path().exists() else None
    acts = case.acts.order_by("seq").values_list("seq", "body", "hash")
    record = export.CaseRecord(
        number=case.number,
        title=case.title,
        organization=case.organization.name,
        procedure=case.definition.title,
        header=case.header.encode(),
        acts=tuple(StoredAct(seq, body.encode(), bytes(digest)) for seq, body, digest in acts),
        words=words_of(case.definition),
        log=evidence_for(case.pk),
        public_key=key.public_pem if key else None,
    )
    made = BytesIO()
    export.export_case(record, made, attachment=attachment, key=key)
    return made.getvalue()


def export_ledger(ledger: Ledger) -> bytes:
    """The ZIP of a ledger 台账: all its revisions and versions, signed as a case is. Personal data in it stays sealed.

    Whoever calls has asked for permission. Raises RecordError where the log is not what was signed.
    """
    key = signing_key() if key_path().exists() else None
    revisions = ledger.revisions.order_by("seq").values_list("seq", "body", "hash")
    leaves = ledger.versions.order_by("seq", "number").values_list("leaf", flat=True)
    record = LedgerRecord(
        title=definition(ledger.register).title,
        jurisdiction=ledger.jurisdiction.name,
        header=ledger.header.encode(),
        revisions=tuple(StoredAct(seq, body.encode(), bytes(digest)) for seq, body, digest in revisions),
        leaves=[leaf.encode() for leaf in leaves.iterator(chunk_size=5000)],
        log=evidence_for(ledger.pk),
        public_key=key.public_pem if key else None,
    )
    made = BytesIO()
    write_ledger(record, made, key=key)
    return made.getvalue()


def ledger_file_name(ledger: Ledger) -> str:
    """What the file of a ledger is called when it is saved."""
    return f"{ledger.register}-{ledger.jurisdiction.code}.zip"


def file_name(case: Case) -> str:
    """What the file is called when it is saved."""
    return f"{case.number or case.pk}.zip".replace("/", "-")


def attachment(digest: str) -> bytes | None:
    """The content of a kept file by its SM3; None where the disk has it no longer."""
    try:
        return path_of(digest).read_bytes()
    except FileNotFoundError:
        return None


def words_of(definition: Definition) -> dict[str, str]:
    """Chinese for what stands in acts by its short name: steps, results, fields, roles, kinds."""
    words = {f"kind:{kind.value}": str(kind.label) for kind in ActKind}
    words |= {f"role:{role.value}": str(role.label) for role in Role}
    for name, step in definition.steps.items():
        words[f"step:{name}"] = step.title
        words |= {f"result:{result}": each.title for result, each in step.results.items()}
    words |= {f"field:{name}": field.title for name, field in definition.fields.items()}
    return words | FIXED


FIXED = {
    f"field:{name}": title
    for name, title in {
        "name": "姓名或者名称", "kind": "类型", "id_number": "证件号码", "address": "地址", "phone": "电话",
        "representative": "代表人", "born_on": "出生日期", "id": "编号", "card_number": "执法证号",
        "card_valid": "证件有效", "legal_qualified": "有法律职业资格", "organization": "单位",
    }.items()
}  # fmt: skip
"""What every party and person has; fields of the procedure of the same name would be the same thing."""

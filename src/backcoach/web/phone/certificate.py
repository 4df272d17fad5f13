"""A certificate of our own: browsers give a page the camera only over TLS, and no authority knows this computer."""

from __future__ import annotations

import contextlib
import ipaddress
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from backcoach.web.own_file import write_own

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

FOLDER = "phone"
VALID_DAYS = 397
"""Safari takes no certificate that is valid for longer than 825 days; other browsers talk of 398."""

_RENEWED_DAYS = 30


@dataclass(frozen=True)
class Certificate:
    """Where it lies, and what tells it from others.

    Attributes
    ----------
    file, key : Path
        PEM; the key is for its owner's eyes only.
    fingerprint : str
        SHA-256, as browsers show it: pairs of digits.
    """

    file: Path
    key: Path
    fingerprint: str


def certificate_for(folder: Path, address: str, now: datetime) -> Certificate:
    """Return the certificate for an address of this computer; made anew where the kept one does not fit.

    Parameters
    ----------
    folder : Path
        The data folder.
    address : str
        An address, not a name.
    now : datetime
        With its time zone.

    Raises
    ------
    OSError
        If it cannot be kept.
    """
    from cryptography.hazmat.primitives import hashes, serialization

    key = _key(folder / FOLDER / "key.pem")
    file = folder / FOLDER / "certificate.pem"
    found = _kept(file)
    if found is None or not _fits(found, key, address, now):
        found = _made(key, address, now)
        write_own(file, found.public_bytes(serialization.Encoding.PEM))
    return Certificate(file, folder / FOLDER / "key.pem", found.fingerprint(hashes.SHA256()).hex(":").upper())


def forget(folder: Path) -> None:
    """Delete certificate and key."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder / FOLDER)


def _key(file: Path) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    with contextlib.suppress(OSError, ValueError, TypeError):
        kept = serialization.load_pem_private_key(file.read_bytes(), None)
        if isinstance(kept, ec.EllipticCurvePrivateKey):
            file.chmod(0o600)
            return kept
    made = ec.generate_private_key(ec.SECP256R1())
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_own(file, pem)
    return made


def _kept(file: Path) -> x509.Certificate | None:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError):
        return None


def _fits(found: x509.Certificate, key: EllipticCurvePrivateKey, address: str, now: datetime) -> bool:
    from cryptography import x509

    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    is_valid = found.not_valid_before_utc <= now <= found.not_valid_after_utc - timedelta(days=_RENEWED_DAYS)
    is_ours = found.public_key() == key.public_key()
    return is_valid and is_ours and ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)


def _made(key: EllipticCurvePrivateKey, address: str, now: datetime) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Backcoach on this computer")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )

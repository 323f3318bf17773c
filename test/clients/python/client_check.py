"""Uses every method of member.v1 as a caller in another language does: with code that protoc made
from protos/, a key, and nothing of the mesh's own programs. Ends with 0 when every answer was right.

Needs protoc with the well-known protos, grpc_python_plugin, and Python's grpc and protobuf. On
Debian: protobuf-compiler, libprotobuf-dev, protobuf-compiler-grpc, python3-grpcio and
python3-protobuf, with /usr/bin/python3 as the interpreter.

    client_check.py ADDRESS --key-file FILE [--ca FILE] [--timeout SECONDS]

The key's caller must hold READ and WRITE. One member is registered, changed and closed again.
"""

import argparse
import contextlib
import importlib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import uuid

import grpc

PROTOS = pathlib.Path(__file__).resolve().parents[3] / "protos"
NEEDED = [
    "member/v1/member.proto",
    "member/v1/member_query_service.proto",
    "member/v1/member_write_service.proto",
    "google/rpc/status.proto",
    "google/rpc/error_details.proto",
]
# Searches read the index, which follows the record within its lag.
SEARCH_DEADLINE_S = 15


def generate(directory):
    """Makes Python code from the protos, as any caller would."""
    plugin = shutil.which("grpc_python_plugin")
    if plugin is None or shutil.which("protoc") is None:
        sys.exit("needed: apt-get install protobuf-compiler protobuf-compiler-grpc libprotobuf-dev")
    subprocess.run(
        [
            "protoc",
            f"--proto_path={PROTOS}",
            f"--plugin=protoc-gen-grpc_python={plugin}",
            f"--python_out={directory}",
            f"--grpc_python_out={directory}",
            *NEEDED,
        ],
        check=True,
    )
    sys.path.insert(0, directory)
    # The protobuf runtime has a package "google" as well; both parts must be found.
    google = importlib.import_module("google")
    google.__path__.append(str(pathlib.Path(directory) / "google"))


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def equal(self, what, actual, expected):
        if actual == expected:
            self.passed += 1
            return
        self.failed += 1
        print(f"not as expected: {what}: {actual!r}, expected {expected!r}")

    def true(self, what, holds):
        self.equal(what, bool(holds), True)

    @contextlib.contextmanager
    def refused(self, what, code, reason, fields=()):
        """The block must fail with this status, ErrorInfo reason and BadRequest fields."""
        try:
            yield
        except grpc.RpcError as error:
            info, bad_fields = details_of(error)
            actual = (error.code().name, info.reason, info.domain, tuple(bad_fields))
            self.equal(what, actual, (code, reason, "member-mesh", tuple(fields)))
        else:
            self.equal(what, "no error", f"{code} {reason}")


def details_of(error):
    """ErrorInfo and the fields of BadRequest from grpc-status-details-bin."""
    from google.rpc import error_details_pb2, status_pb2

    info, fields = error_details_pb2.ErrorInfo(), []
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        for detail in status_pb2.Status.FromString(value).details:
            if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
                detail.Unpack(info)
            if detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
                bad = error_details_pb2.BadRequest()
                detail.Unpack(bad)
                fields = [violation.field for violation in bad.field_violations]
    return info, fields


class Caller:
    """Both services with a key, each call with a deadline."""

    def __init__(self, channel, key, timeout_s):
        from member.v1 import member_query_service_pb2_grpc, member_write_service_pb2_grpc

        self._query = member_query_service_pb2_grpc.MemberQueryServiceStub(channel)
        self._write = member_write_service_pb2_grpc.MemberWriteServiceStub(channel)
        self._metadata = () if key is None else (("authorization", f"Bearer {key}"),)
        self._timeout_s = timeout_s

    def __getattr__(self, method):
        stub = self._query if hasattr(self._query, method) else self._write
        call = getattr(stub, method)
        return lambda request: call(request, timeout=self._timeout_s, metadata=self._metadata)


def check_admission(checks, channel, timeout_s):
    from member.v1 import member_query_service_pb2 as q

    anybody = q.GetMemberRequest(member_id="not a number")
    with checks.refused("a call without a key", "UNAUTHENTICATED", "KEY_MISSING"):
        Caller(channel, None, timeout_s).GetMember(anybody)
    with checks.refused("a call with a wrong key", "UNAUTHENTICATED", "KEY_UNKNOWN"):
        Caller(channel, "mm_wrong", timeout_s).GetMember(anybody)


def check_bounds(checks, caller):
    from member.v1 import member_query_service_pb2 as q, member_write_service_pb2 as w

    bad = ("INVALID_ARGUMENT", "INVALID_FIELD")
    with checks.refused("a malformed id", *bad, ["member_id"]):
        caller.GetMember(q.GetMemberRequest(member_id="x"))
    with checks.refused("a batch with one bad id", *bad, ["member_ids[1]"]):
        caller.BatchGetMembers(q.BatchGetMembersRequest(member_ids=["1", "-1"]))
    with checks.refused("a search for nothing", *bad, ["phone"]):
        caller.SearchMembers(q.SearchMembersRequest())
    with checks.refused("an empty registration", *bad, ["request_id", "account"]):
        caller.RegisterMember(w.RegisterMemberRequest())


def check_life_of_a_member(checks, caller):
    from member.v1 import member_pb2 as m
    from member.v1 import member_query_service_pb2 as q, member_write_service_pb2 as w

    run = uuid.uuid4().hex
    request_id = lambda name: f"{name}-{run}"[:64]
    account = m.AccountRef(platform="app-ly", account_id=f"py-{run}-ü")
    second = m.AccountRef(platform="wechat", account_id=f"py-{run}")
    phone = f"+86139{int(run[:8], 16) % 10**8:08d}"

    # A member comes to be, once.
    profile = m.Member(display_name="李雷 Лев", phone=phone, level=3, attributes={"team": "python"})
    registration = w.RegisterMemberRequest(
        request_id=request_id("register"), account=account, profile=profile
    )
    registered = caller.RegisterMember(registration)
    member = registered.member
    checks.true("a registration creates", registered.created)
    checks.equal("the name", member.display_name, profile.display_name)
    checks.equal("the attributes", dict(member.attributes), {"team": "python"})
    checks.equal("the accounts", [b.account for b in member.accounts], [account])
    checks.equal("a repeated registration", caller.RegisterMember(registration), registered)
    other_body = w.RegisterMemberRequest(request_id=registration.request_id, account=second)
    with checks.refused("a request id with another body", "INVALID_ARGUMENT", "REQUEST_ID_REUSED"):
        caller.RegisterMember(other_body)
    taken = w.RegisterMemberRequest(request_id=request_id("taken"), account=account)
    with checks.refused("an account that is bound", "ALREADY_EXISTS", "ACCOUNT_ALREADY_BOUND"):
        caller.RegisterMember(taken)
    existing = caller.RegisterMember(
        w.RegisterMemberRequest(
            request_id=request_id("existing"),
            account=account,
            if_bound=w.RegisterMemberRequest.IF_BOUND_RETURN_MEMBER,
        )
    )
    checks.equal("the member it is bound to", existing.member.member_id, member.member_id)
    checks.equal("nothing was created", existing.created, False)

    # It is read back by each method.
    by_id = caller.GetMember(
        q.GetMemberRequest(member_id=member.member_id, min_version=member.version)
    )
    checks.equal("the member by its id", by_id.member, member)
    checks.true("where it came from", by_id.read.source != q.ReadInfo.SOURCE_UNSPECIFIED)
    for consistency in (q.CONSISTENCY_AUTHORITATIVE, q.CONSISTENCY_AVAILABLE):
        request = q.GetMemberRequest(member_id=member.member_id, consistency=consistency)
        checks.equal("its id again", caller.GetMember(request).member.member_id, member.member_id)
    looked_up = caller.LookupAccount(q.LookupAccountRequest(account=account))
    checks.equal("the member by its account", looked_up.member, member)
    batch = caller.BatchGetMembers(
        q.BatchGetMembersRequest(member_ids=["1", member.member_id, member.member_id])
    )
    checks.equal("a batch", [x.member_id for x in batch.members], [member.member_id] * 2)
    checks.equal("what was not found", list(batch.not_found), ["1"])
    look_ups = caller.BatchLookupAccounts(q.BatchLookupAccountsRequest(accounts=[second, account]))
    checks.equal("each account", [x.account for x in look_ups.results], [second, account])
    checks.equal("one is unbound", look_ups.results[0].HasField("member"), False)
    checks.equal("one is bound", look_ups.results[1].member, member)
    owned = caller.CheckOwnership(
        q.CheckOwnershipRequest(account=account, member_ids=[member.member_id, "1"])
    )
    verdicts = [q.Ownership.VERDICT_OWNED, q.Ownership.VERDICT_NOT_OWNED]
    checks.equal("ownership", [x.verdict for x in owned.results], verdicts)
    checks.true("it is found by its phone", is_found(caller, phone, member.member_id))
    with checks.refused("a member that is not", "NOT_FOUND", "MEMBER_NOT_FOUND"):
        caller.GetMember(q.GetMemberRequest(member_id="1"))
    with checks.refused("an account that is not bound", "NOT_FOUND", "ACCOUNT_NOT_BOUND"):
        caller.LookupAccount(q.LookupAccountRequest(account=second))

    # It changes, and every read sees it.
    update = w.UpdateMemberRequest(
        request_id=request_id("update"),
        member=m.Member(member_id=member.member_id, email="li@example.com", level=9),
        expected_version=member.version,
    )
    update.update_mask.paths.append("email")
    updated = caller.UpdateMember(update).member
    checks.equal("the masked field", updated.email, "li@example.com")
    checks.equal("a field that is not masked", updated.level, 3)
    checks.true("the version grew", updated.version > member.version)
    update.request_id = request_id("stale")
    with checks.refused("a version that passed", "ABORTED", "VERSION_MISMATCH"):
        caller.UpdateMember(update)
    read = caller.GetMember(q.GetMemberRequest(member_id=member.member_id)).member
    checks.equal("the change is read", read, updated)
    binding = w.BindAccountRequest(
        request_id=request_id("bind"), member_id=member.member_id, account=second
    )
    bound = caller.BindAccount(binding).member
    checks.equal("both accounts", [b.account for b in bound.accounts], [account, second])
    read = caller.LookupAccount(q.LookupAccountRequest(account=second)).member
    checks.equal("the new account resolves", read, bound)
    unbound = caller.UnbindAccount(
        w.UnbindAccountRequest(
            request_id=request_id("unbind"), member_id=member.member_id, account=account
        )
    ).member
    checks.equal("one account is left", [b.account for b in unbound.accounts], [second])
    with checks.refused("the account that went", "NOT_FOUND", "ACCOUNT_NOT_BOUND"):
        caller.LookupAccount(q.LookupAccountRequest(account=account))
    with checks.refused("the last account", "FAILED_PRECONDITION", "LAST_ACCOUNT"):
        caller.UnbindAccount(
            w.UnbindAccountRequest(
                request_id=request_id("last"), member_id=member.member_id, account=second
            )
        )

    # It ends, and stays readable.
    closed = caller.CloseMember(
        w.CloseMemberRequest(request_id=request_id("close"), member_id=member.member_id)
    ).member
    checks.equal("it is closed", closed.status, m.MEMBER_STATUS_CLOSED)
    checks.equal("without accounts", len(closed.accounts), 0)
    read = caller.GetMember(q.GetMemberRequest(member_id=member.member_id)).member
    checks.equal("it stays readable", read, closed)
    with checks.refused("its last account", "NOT_FOUND", "ACCOUNT_NOT_BOUND"):
        caller.LookupAccount(q.LookupAccountRequest(account=second))


def is_found(caller, phone, member_id):
    from member.v1 import member_query_service_pb2 as q

    end = time.monotonic() + SEARCH_DEADLINE_S
    while time.monotonic() < end:
        found = caller.SearchMembers(q.SearchMembersRequest(phone=phone, page_size=10))
        if member_id in [member.member_id for member in found.members]:
            return True
        time.sleep(0.1)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("address", help="host:port of a gateway")
    parser.add_argument("--key-file", required=True, help="file with the caller's key")
    parser.add_argument("--ca", help="PEM file of the authority of the gateway's certificate")
    parser.add_argument("--timeout", type=float, default=10, help="seconds for each call")
    options = parser.parse_args()
    key = pathlib.Path(options.key_file).read_text().strip()
    if options.ca:
        credentials = grpc.ssl_channel_credentials(pathlib.Path(options.ca).read_bytes())
        channel = grpc.secure_channel(options.address, credentials)
    else:
        channel = grpc.insecure_channel(options.address, options=[("grpc.enable_http_proxy", 0)])
    checks = Checks()
    with tempfile.TemporaryDirectory() as directory, channel:
        generate(directory)
        caller = Caller(channel, key, options.timeout)
        check_admission(checks, channel, options.timeout)
        check_bounds(checks, caller)
        check_life_of_a_member(checks, caller)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 0 if checks.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())

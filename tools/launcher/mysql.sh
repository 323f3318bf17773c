# Gets a MySQL server below the tools of ./mesh, which reads this file. Debian's stable suites have
# MariaDB only. MySQL is in the unstable suite, whose C library is newer than the machine's: its
# packages are unpacked, not installed, and started through the dynamic loader that they bring.

mysql_minimum=8.4
mysql_home="$tools/mysql"
mysql_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# mysql_version PROGRAM: empty for a MariaDB, which answers to the same name.
mysql_version() {
  "$1" --no-defaults --version 2>/dev/null | sed -n '/MariaDB/d; s/.* Ver \([0-9.]*\).*/\1/p'
}

mysql_is_new_enough() {
  local version
  version="$(mysql_version "$1")"
  [ -n "$version" ] && at_least "$version" "$mysql_minimum"
}

mysql_is_unpacked() { [ -e "$mysql_home/complete" ]; }

mysql_is_there() {
  local server
  if [ -n "${MESH_MYSQLD:-}" ]; then
    if mysql_is_new_enough "$MESH_MYSQLD"; then return 0; fi
    fail "$MESH_MYSQLD, named by MESH_MYSQLD, is no MySQL $mysql_minimum or later" \
      "name the mysqld of one, or unset MESH_MYSQLD to have one fetched"
  fi
  if mysql_is_unpacked; then return 0; fi
  server="$(PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v mysqld)" || return 1
  mysql_is_new_enough "$server"
}

# The Debian mirror among the machine's package sources; what else they name is not Debian's.
debian_mirror() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' \
    'Created-By: Packages' | sed -n 's/^Debian|Debian|main|//p' | head -n 1
}

# Sets $mirror.
find_mirror() {
  local by_hand="or install MySQL $mysql_minimum or later and name its mysqld in MESH_MYSQLD"
  mirror="${MESH_DEBIAN_MIRROR:-}"
  if [ -n "$mirror" ]; then return; fi
  have apt-get && have dpkg-deb || fail "MySQL is fetched with apt-get, which this machine lacks" \
    "install MySQL $mysql_minimum or later and name its mysqld in MESH_MYSQLD"
  mirror="$(debian_mirror)"
  if [ -n "$mirror" ]; then return; fi
  # Whose packages a source has is known once its lists are there.
  attempt "$tools/log/apt-update.log" "the package lists could not be read" \
    "see whether the machine reaches its Debian mirror" as_root apt-get update
  mirror="$(debian_mirror)"
  if [ -n "$mirror" ]; then return; fi
  fail "this machine's package sources name no Debian mirror to fetch MySQL from" \
    "name one in MESH_DEBIAN_MIRROR, $by_hand"
}

# apt with lists, state and cache of its own: the machine's packages are neither read nor changed.
# private_apt PROGRAM ARGUMENTS...
private_apt() {
  local program="$1" apt="$mysql_home/draft/apt"
  shift
  "$program" -o "Dir::State=$apt/state" -o "Dir::State::status=$apt/status" \
    -o "Dir::Cache=$apt/cache" -o "Dir::Etc::SourceList=$apt/sources.list" \
    -o Dir::Etc::SourceParts=/dev/null -o Acquire::Languages=none \
    -o Acquire::AllowInsecureRepositories=false -o APT::Get::AllowUnauthenticated=false \
    -o APT::Update::Error-Mode=any "$@"
}

unpack_mysql() {
  local draft="$mysql_home/draft" package
  mkdir -p "$draft/root"
  for package in "$draft"/apt/cache/archives/*.deb; do
    dpkg-deb -x "$package" "$draft/root" || return 1
  done
  # Two programs are wanted, with all libraries: the other half of the packages is left out.
  find "$draft/root/usr/bin" ! -type d ! -name mysql -delete
  find "$draft/root/usr/sbin" ! -type d ! -name mysqld -delete
  find "$draft/root/usr/share" -mindepth 1 -maxdepth 1 ! -name mysql -exec rm -rf {} +
}

# wrap_mysql PROGRAM OPTIONS...: options behind the caller's, whose first may have to be first.
wrap_mysql() {
  local program="$1" draft="$mysql_home/draft" loader name
  name="$(basename "$program")"
  shift
  loader="$(cd "$draft/root" && find usr/lib -name 'ld-linux*' -type f | head -n 1)"
  [ -n "$loader" ] || fail "the fetched packages hold no dynamic loader" \
    "name the mysqld of a MySQL $mysql_minimum or later in MESH_MYSQLD"
  mkdir -p "$draft/bin"
  cat >"$draft/bin/$name" <<EOF
#!/bin/sh
# Starts the unpacked MySQL with the C library that it was made for.
root="\${0%/*}/../root"
exec "\$root/$loader" --library-path "\$root/$(dirname "$loader")" --argv0 "\$root/$program" \\
  "\$root/$program" "\$@" $* --character-sets-dir="\$root/usr/share/mysql/charsets"
EOF
  chmod 755 "$draft/bin/$name"
}

fetch_mysql() {
  if mysql_is_there; then return; fi
  local draft="$mysql_home/draft" mirror
  local stale='for a signature that cannot be verified, renew the package debian-archive-keyring'
  find_mirror
  say "fetching MySQL from Debian unstable (65 MB)"
  [ -e "$mysql_keyring" ] || fail "$mysql_keyring, which proves Debian's packages, is missing" \
    "install the package debian-archive-keyring, then run the command again"
  rm -rf "$mysql_home"
  mkdir -p "$draft/apt/state/lists/partial" "$draft/apt/cache/archives/partial"
  : >"$draft/apt/status"
  printf 'deb [signed-by=%s] %s unstable main\n' "$mysql_keyring" "$mirror" \
    >"$draft/apt/sources.list"
  attempt "$tools/log/mysql-lists.log" "the package lists of Debian unstable could not be read" \
    "see whether $mirror has that suite, or name another in MESH_DEBIAN_MIRROR; $stale" \
    private_apt apt-get update
  attempt "$tools/log/mysql-packages.log" "MySQL's packages could not be fetched" \
    "run the command again in an hour: the unstable suite changes while it is read" \
    private_apt apt-get install -y --no-install-recommends --download-only \
    mysql-server-core mysql-client-core
  say "unpacking MySQL"
  attempt "$tools/log/mysql-unpack.log" "MySQL could not be unpacked" \
    "see whether the disk is full" unpack_mysql
  local here='$root/usr'
  wrap_mysql usr/sbin/mysqld "--basedir=\"$here\" --plugin-dir=\"$here/lib/mysql/plugin\"" \
    "--lc-messages-dir=\"$here/share/mysql\""
  wrap_mysql usr/bin/mysql
  mysql_is_new_enough "$draft/bin/mysqld" || fail "the fetched MySQL does not run" \
    "try $draft/bin/mysqld --version, or name another mysqld in MESH_MYSQLD"
  rm -rf "$draft/apt"
  mv "$draft/root" "$draft/bin" "$mysql_home/"
  rmdir "$draft"
  mysql_version "$mysql_home/bin/mysqld" >"$mysql_home/complete"
}

# Whether the words ask for MySQL: "--mysql mysql" of up, "--mysql" of test and tools.
# uses_mysql COMMAND WORDS...
uses_mysql() {
  local name="$1" word before=''
  shift
  for word in "$@"; do
    case "$name $before $word" in
      'up --mysql mysql' | 'up '*' --mysql=mysql' | 'test '*' --mysql' | 'tools '*' --mysql')
        return 0
        ;;
    esac
    before="$word"
  done
  return 1
}

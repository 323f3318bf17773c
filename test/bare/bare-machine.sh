#!/usr/bin/env bash
# Shows that ./mesh needs nothing but a shell, root or sudo, and the package registries: makes a
# bare Debian in a folder, gives it this machine's settings of its package managers, clones what is
# committed here, and types commands there. Takes minutes and about 3 GB; everything ends with it.
#
# usage: test/bare/bare-machine.sh root|person [COMMAND ...]
#   root      as root
#   person    as somebody else, who may use sudo
#   COMMAND   each one argument; the commands below unless told
# MESH_BARE_DIR: where it is made, a folder that everybody can reach; /var/tmp/member-mesh-bare
# MESH_BARE_KEEP=1: leaves the machine's files there
set -euo pipefail

repository="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
directory="${MESH_BARE_DIR:-/var/tmp/member-mesh-bare}"
base="$directory/base"
machine="$directory/machine"

fail() {
  printf 'error: %s\nwhat to do: %s\n' "$1" "$2" >&2
  exit 1
}

account="${1:-}"
case "$account" in
  root | person) ;;
  *) fail "nobody is named to type the commands" "give root or person as the first argument" ;;
esac
shift
commands=(
  './mesh up --profile small --tls'
  './mesh status'
  './mesh ctl status'
  './mesh test types unit'
  './mesh down --wipe'
)
if [ "$#" -gt 0 ]; then commands=("$@"); fi

[ "$(id -u)" = 0 ] || fail "a machine in a folder can be made by root only" "run this as root"
command -v debootstrap >/dev/null || fail "there is no debootstrap" "apt-get install debootstrap"

# ---- The bare machine ----------------------------------------------------------------------------

make_base() {
  local suite mirror
  suite="$(. /etc/os-release && echo "$VERSION_CODENAME")"
  mirror="$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" 'Component: main' |
    head -n 1)"
  [ -n "$mirror" ] || fail "apt knows no mirror of $suite" "run apt-get update"
  mkdir -p "$directory"
  chmod 755 "$directory"
  rm -rf "$base.draft"
  debootstrap --variant=minbase "$suite" "$base.draft" "$mirror" >"$directory/debootstrap.log" ||
    fail "debootstrap failed" "see $directory/debootstrap.log"
  mv "$base.draft" "$base"
}

# Copies what exists of these files to the same places.
copy_same() {
  local file
  for file in "$@"; do
    if [ -e "$file" ]; then
      mkdir -p "$machine$(dirname "$file")"
      cp -rL "$file" "$machine$(dirname "$file")/"
    fi
  done
}

# What a machine's owner sets up so that its package managers reach their registries.
copy_settings() {
  rm -f "$machine/etc/apt/sources.list"
  copy_same /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources \
    /etc/apt/keyrings /usr/share/keyrings /etc/apt/trusted.gpg.d \
    /etc/resolv.conf /etc/hosts /usr/local/share/ca-certificates /etc/npmrc
  apt-config dump Acquire >"$machine/etc/apt/apt.conf.d/90machine"
}

home_of() { awk -F: -v name="$1" '$1 == name { print $6 }' "$machine/etc/passwd"; }

copy_settings_of_account() {
  local file home
  home="$(home_of "$account")"
  for file in .npmrc .m2/settings.xml; do
    if [ -e "$HOME/$file" ]; then
      mkdir -p "$machine$home/$(dirname "$file")"
      cp "$HOME/$file" "$machine$home/$file"
    fi
  done
}

# Runs a command on the machine as root. Its processes and mounts are gone when it ends.
on_machine() {
  machine="$machine" exec unshare --mount --pid --fork --kill-child bash -c '
    set -eu
    mount --bind "$machine" "$machine"
    mount -t proc proc "$machine/proc"
    mount --rbind /sys "$machine/sys"
    mount --rbind /dev "$machine/dev"
    exec chroot "$machine" "$@"' bash "$@"
}

make_machine() {
  rm -rf "$machine"
  cp -a "$base" "$machine"
  copy_settings
  if [ "$account" = person ]; then make_person; fi
  copy_settings_of_account
  git clone --quiet --no-hardlinks "$repository" "$machine$(home_of "$account")/member-mesh"
  chroot "$machine" chown -R "$account:$account" "$(home_of "$account")"
}

make_person() {
  (on_machine sh -euc '
    useradd --create-home --home-dir /srv/person --shell /bin/bash person
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends sudo
    echo "person ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/person') >"$directory/person.log" 2>&1 ||
    fail "the account with sudo could not be made" "see $directory/person.log"
}

# Variables by which programs find registries, and no others.
settings_environment() {
  local names='https?_proxy|no_proxy|node_extra_ca_certs|npm_config_[a-z_]+|maven_opts'
  env | grep -iE "^($names)=" || true
}

type_commands() {
  local -a environment
  mapfile -t environment < <(settings_environment)
  local script='cd "$HOME/member-mesh"
    for command in "$@"; do
      echo "\$ $command"
      SECONDS=0
      sh -c "$command" || { echo "FAIL $command (exit code $?, $SECONDS s)"; exit 1; }
      echo "PASS $command ($SECONDS s)"
    done'
  # A group of its own, so that no right of root is left.
  on_machine setpriv --reuid "$account" --regid "$account" --init-groups \
    env -i "HOME=$(home_of "$account")" "USER=$account" TERM=dumb "${environment[@]}" \
    PATH=/usr/local/bin:/usr/bin:/bin \
    bash -c "$script" bash "${commands[@]}"
}

[ -d "$base" ] || make_base
make_machine
status=0
(type_commands) || status=$?
if [ "${MESH_BARE_KEEP:-}" != 1 ]; then rm -rf "$machine"; fi
exit "$status"

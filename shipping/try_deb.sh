#!/bin/bash
# A package in, its life on a bare Debian out: installed, set up, started by a real systemd, asked, purged.
# Needs root, debootstrap and a network; everything happens under build/clean-root and in namespaces of its own.
#   sudo shipping/try_deb.sh dist/relanced_0.1.0_amd64.deb
set -euo pipefail
deb=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
base=$(realpath -m "$here/../build/clean-base")
root=$(realpath -m "$here/../build/clean-root")

if [ ! -e "$base/usr/bin/dovecot" ] && [ ! -e "$base/usr/sbin/dovecot" ]; then
    rm -rf "$base"
    debootstrap --variant=minbase \
        --include=systemd,systemd-sysv,dbus,procps,python3,ca-certificates,tzdata,man-db,iproute2,dovecot-imapd \
        bookworm "$base"
fi
rm -rf "$root"
mkdir -p "$root"/{up,work,all}
cp "$deb" "$base/root/relanced.deb"
cp "$here/try_inside.sh" "$here/try_mailbox.py" "$here/dovecot.conf" "$base/root/"

# Debian's systemd as PID 1 of namespaces of its own, on an overlay of the bare root.
unshare --mount --pid --uts --ipc --net --cgroup --fork bash -c '
    set -e
    base=$1 root=$2
    mount --make-rprivate /
    mount -t tmpfs tmpfs "$root"
    mkdir -p "$root"/{up,work,all}
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$root/up,workdir=$root/work" "$root/all"
    cd "$root/all"
    mount -t proc proc proc
    mount -t sysfs sysfs sys
    mount -t cgroup2 cgroup2 sys/fs/cgroup
    mount -t tmpfs -o mode=755 tmpfs run
    mount -t tmpfs -o mode=755 tmpfs dev
    for one in null zero full random urandom tty; do touch "dev/$one"; mount --bind "/dev/$one" "dev/$one"; done
    mkdir -p dev/pts dev/shm old
    mount -t devpts devpts dev/pts -o newinstance,ptmxmode=0666
    mount -t tmpfs tmpfs dev/shm
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
    ip link set lo up 2>/dev/null || true
    pivot_root . old
    umount -l /old
    mount --make-rshared /  # what a container manager does: systemd hands credentials over by a mount that spreads
    exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
        /lib/systemd/systemd --system --unit=multi-user.target >/dev/null 2>&1 </dev/null
' bash "$base" "$root" &
outer=$!
sleep 5
inner=$(pgrep -P "$outer" | head -1)
trap 'kill -9 "$inner" 2>/dev/null || true' EXIT
nsenter -t "$inner" -m -p -u -i -n -C --root --wd \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb LANG=C.UTF-8 HOME=/root bash /root/try_inside.sh

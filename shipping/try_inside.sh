#!/bin/bash
# What happens inside of the bare Debian: run by try_deb.sh, where systemd is PID 1 and nothing but loopback is there.
set -uo pipefail
cd /root
wrong=0
step() { printf '\n== %s\n' "$*"; }
must() { "$@" || { echo "FAILED: $*"; wrong=1; }; }

ip link set lo up 2>/dev/null || python3 - <<'P'
import fcntl, socket, struct
with socket.socket() as s:  # what «ip link set lo up» does, where there is no ip
    fcntl.ioctl(s, 0x8914, struct.pack("16sH14s", b"lo", 0x49, b""))
P
step install
must dpkg -i relanced.deb
must test "$(systemctl is-enabled relanced)" = enabled
must sh -c '! systemctl is-active -q relanced'
relanced --version
must man -w relanced

step "a mailbox"
useradd --system vmail
mkdir -p /srv/mail
PYTHONPATH=/usr/lib/relanced python3 try_mailbox.py /srv/mail/compta@menuiserie-lacombe.example
chown -R vmail:vmail /srv/mail
cp dovecot.conf /etc/dovecot/dovecot.conf
systemctl restart dovecot
python3 - <<'P' &
import socketserver

class Sink(socketserver.StreamRequestHandler):  # a mail server that takes a login-less hello, and no letter
    def handle(self):
        self.wfile.write(b"220 sink.example ESMTP\r\n")
        for line in self.rfile:
            self.wfile.write({b"EHLO": b"250 sink.example\r\n", b"QUIT": b"221 bye\r\n"}.get(line[:4].upper(), b"502 no\r\n"))

socketserver.ThreadingTCPServer(("127.0.0.1", 2525), Sink).serve_forever()
P
printf 'a-password\n' > password; chmod 600 password

step init
must relanced init --system --yes --address compta@menuiserie-lacombe.example --name 'Menuiserie Lacombe' \
    --password-file password --no-look-up --imap-host 127.0.0.1 --imap-port 143 --imap-security plain \
    --smtp-host 127.0.0.1 --smtp-port 2525 --smtp-security plain --no-smtp-login --make-folders --start-on 2026-01-01 \
    < /dev/null
ls -la /etc/relanced /etc/relanced/credentials

step start
must systemctl start relanced
for _ in $(seq 60); do systemctl show relanced -P StatusText | grep -q 'INBOX read' && break; sleep 1; done
systemctl status relanced --no-pager --lines=5
must sh -c "systemctl show relanced -P StatusText | grep -q 'INBOX read'"

step "asked by root, as the service's user"
relanced status; must test $? -le 1
relanced plan; must test $? -le 1
must relanced pause "F$(date -d '60 days ago' +%Y)-012" --note 'Essai'
must test -z "$(find /var/lib/relanced ! -user relanced)"
must test -z "$(ls -d /run/relanced-* 2>/dev/null)"
sleep 3; systemctl reload relanced; relanced show "F$(date -d '60 days ago' +%Y)-012" | head -20

step remove
must dpkg -r relanced
must test -e /etc/relanced/config.toml
must test -e /var/lib/relanced/relanced.db
must dpkg -i relanced.deb
must systemctl is-active relanced

step purge
must dpkg -P relanced
for left in /etc/relanced /var/lib/relanced /usr/lib/relanced /usr/bin/relanced; do must test ! -e "$left"; done
ls -la /var/backups/relanced-key.*

printf '\n%s\n' "$([ $wrong = 0 ] && echo 'The package installs, runs and purges.' || echo 'SOMETHING FAILED')"
systemctl poweroff --force --force
exit $wrong

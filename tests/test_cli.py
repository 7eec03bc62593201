"""The `fazhi` command as a person runs it: a process of its own."""

import os
import socket
import subprocess
import sys
from pathlib import Path


def fazhi(*words: str, home: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment |= {"FAZHI_HOME": str(home)} | more
    return subprocess.run(
        [sys.executable, "-m", "fazhi.cli", *words], capture_output=True, text=True, env=environment, timeout=400
    )


def test_help_lists_the_commands_and_starts_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shown = fazhi("--help", home=home)
    assert shown.returncode == 0
    assert "fazhi plan read" in shown.stderr
    assert not home.exists()


def test_unknown_command_is_answered_with_the_usage(tmp_path: Path) -> None:
    answer = fazhi("plans", "raed", home=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "用法" in answer.stderr


def test_reading_a_plan_starts_no_database(tmp_path: Path) -> None:
    home, plan = tmp_path / "home", tmp_path / "要点.txt"
    plan.write_text("一、主要任务\n1.清理文件。6月底前完成清理。（牵头单位：区司法局）\n", encoding="utf-8")
    answer = fazhi("plan", "read", str(plan), "--json", home=home)
    assert answer.returncode == 0, answer.stderr
    assert '"区司法局"' in answer.stdout
    assert not home.exists()


def test_missing_plan_is_said_in_chinese(tmp_path: Path) -> None:
    answer = fazhi("plan", "read", str(tmp_path / "没有.docx"), home=tmp_path)
    assert answer.returncode == 2
    assert "没有.docx" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_first_start_loads_the_sample_and_a_second_keeps_the_data(tmp_path: Path) -> None:
    first = fazhi("server", "--prepare-only", home=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "装载样例区" in first.stdout
    count = "from fazhi.plans.models import *; from fazhi.government.models import *; "
    count += "from fazhi.cases.models import Checkpoint; "
    count += "print(Plan.objects.count(), Task.objects.count(), Person.objects.count(), Checkpoint.objects.count())"
    before = fazhi("manage", "shell", "-v", "0", "-c", count, home=tmp_path)
    plans, tasks, people, signed = map(int, before.stdout.split())
    assert plans >= 2
    assert tasks >= 40
    assert people >= 120
    assert signed == 1
    second = fazhi("server", "--prepare-only", home=tmp_path)
    assert second.returncode == 0, second.stderr
    assert "装载样例区" not in second.stdout
    assert fazhi("manage", "shell", "-v", "0", "-c", count, home=tmp_path).stdout == before.stdout


def test_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = fazhi("server", "--port", str(port), home=tmp_path)
    assert answer.returncode == 1
    assert f"端口 {port} 不可用" in answer.stderr

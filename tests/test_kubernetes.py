"""What docs/deploy/kubernetes promises: valid to the letter, hardened, limited, watched, true of our settings."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from typer.main import get_command

from plant_copilot import Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.cli.app import app as commands

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "deploy" / "kubernetes"
VERSIONS = ("1.30", "1.32", "1.37")
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
FILES = sorted(file for file in FOLDER.rglob("*.yaml") if file.name != "kustomization.yaml")
EVERY = [part for file in FILES for part in yaml.safe_load_all(file.read_text())]
SETTINGS: dict[str, str] = next(one["data"] for one in EVERY if one["kind"] == "ConfigMap")
HELD = {"database-url": "postgresql+psycopg://plant:x@postgres/plant", "slack-app-token": "xapp-0123456789abcdef"}


def name_of(part: dict[str, Any]) -> str:
    return f"{part['kind']}-{part['metadata']['name']}"


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    """The pods of every workload, each with the labels of its template."""
    for part in EVERY:
        spec = part.get("spec", {}).get("jobTemplate", part).get("spec", {})
        if "template" in spec:
            yield name_of(part), spec["template"]


PODS = dict(pods())
CONTAINERS = {name: pod["spec"]["containers"][0] for name, pod in PODS.items()}
OURS = {name: each for name, each in CONTAINERS.items() if each["image"].startswith("plant-copilot:")}
each_pod = pytest.mark.parametrize("name", PODS)
each_of_ours = pytest.mark.parametrize("name", OURS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_manifest_is_what_kubernetes_takes_to_the_letter(file: Path) -> None:
    parts = [part for part in yaml.safe_load_all(file.read_text()) if "monitoring.coreos.com" not in part["apiVersion"]]
    assert parts
    for part in parts:
        for version in VERSIONS:
            kubernetes_validate.validate(part, version, strict=True)


def test_every_manifest_is_listed_or_named_as_a_choice() -> None:
    choices = re.findall(r"# - (optional/\S+)", (FOLDER / "kustomization.yaml").read_text())
    assert sorted([*KUSTOMIZATION["resources"], *choices]) == [file.relative_to(FOLDER).as_posix() for file in FILES]


def test_kubectl_builds_them_in_one_namespace_with_the_images_of_the_plant() -> None:
    if not shutil.which("kubectl"):
        pytest.skip("kubectl is not installed; Debian has it in kubernetes-client")
    built = subprocess.run(["kubectl", "kustomize", str(FOLDER)], capture_output=True, text=True, check=True).stdout
    parts = list(yaml.safe_load_all(built))
    assert {part["metadata"].get("namespace", "plant-copilot") for part in parts} == {"plant-copilot"}
    assert "image: registry.plant.example/plant-copilot:0.1.0" in built
    assert "image: plant-copilot:" not in built


@each_pod
def test_a_pod_is_not_root_changes_nothing_and_gains_no_rights(name: str) -> None:
    pod, container = PODS[name]["spec"], CONTAINERS[name]
    assert (pod["securityContext"]["runAsNonRoot"], pod["securityContext"]["runAsUser"] > 0) == (True, True)
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert (pod["automountServiceAccountToken"], pod["enableServiceLinks"], len(pod["containers"])) == (False, False, 1)


@each_pod
def test_a_pod_has_limits_and_an_image_that_stays_what_it_is(name: str) -> None:
    container = CONTAINERS[name]
    for bound in ("requests", "limits"):
        assert {"cpu", "memory"} <= set(container["resources"][bound])
    assert re.search(r":v?\d+", container["image"])
    empty = [volume for volume in PODS[name]["spec"]["volumes"] if "emptyDir" in volume]
    assert all("sizeLimit" in volume["emptyDir"] for volume in empty)


def test_the_servers_are_those_of_compose() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for name in ("qdrant", "postgres"):
        assert CONTAINERS[f"StatefulSet-{name}"]["image"] == compose[name]["image"]
    assert OURS["Deployment-chat"]["image"] == compose["chat"]["image"]


@each_of_ours
def test_every_setting_of_a_pod_is_one_and_every_secret_is_a_file_that_it_has(name: str, tmp_path: Path) -> None:
    said = SETTINGS | {each["name"]: each["value"] for each in OURS[name].get("env", [])}
    for key, value in said.items():
        if key.endswith("_FILE"):
            assert value in files_of(name)
            secret = Path(value).name
            (tmp_path / secret).write_text(HELD.get(secret, "xoxb-0123456789abcdef"))
            said = said | {key: str(tmp_path / secret)}
    settings = Settings.read(said, home=tmp_path)
    assert (settings.database, settings.schema) == (HELD["database-url"], "plant")
    assert (settings.pages.bucket, settings.sign_in.required) == ("plant", True)


def files_of(name: str) -> set[str]:
    """The files of secrets that a pod sees."""
    places = {mount["name"]: mount["mountPath"] for mount in CONTAINERS[name]["volumeMounts"]}
    held = set()
    for volume in PODS[name]["spec"]["volumes"]:
        if secret := volume.get("secret"):
            assert secret["defaultMode"] == 0o440
            names = [item["path"] for item in secret.get("items", [])] or ["slack-bot-token", "slack-app-token"]
            held |= {f"{places[volume['name']]}/{one}" for one in names}
    return held


def test_nothing_secret_stands_in_a_manifest() -> None:
    assert [name_of(part) for part in EVERY if part["kind"] == "Secret"] == []
    said = list(SETTINGS.items())
    said += [(one["name"], one.get("value", "")) for each in CONTAINERS.values() for one in each.get("env", [])]
    secret = re.compile(r"KEY|SECRET|TOKEN|PASSWORD|DATABASE$|RECORDS$|CONVERSATIONS$")
    assert [name for name, value in said if secret.search(name) and not name.endswith("_FILE") and value] == []


def test_make_makes_every_secret() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nsecrets:")[2].partition("\nclean:")[0]
    assert [path for name in PODS for path in files_of(name) if Path(path).name not in recipe] == []


def test_every_probe_asks_a_route_that_there_is(tmp_path: Path) -> None:
    with build_copilot(Settings.read({}, home=tmp_path)) as copilot:
        routes = set(build_app(copilot).openapi()["paths"])
    asked = {
        each[f"{kind}Probe"]["httpGet"]["path"] for each in servers() for kind in ("startup", "readiness", "liveness")
    }
    monitored = {end["path"] for part in EVERY if part["kind"] == "ServiceMonitor" for end in part["spec"]["endpoints"]}
    assert asked == {"/health"}
    assert asked | monitored <= routes


def servers() -> list[dict[str, Any]]:
    return [each for each in OURS.values() if each.get("args", [""])[0] == "serve"]


@each_of_ours
def test_every_command_is_one(name: str) -> None:
    words = OURS[name].get("args") or re.findall(r"plant-copilot (\S+) ", OURS[name]["command"][-1])
    group: Any = get_command(commands)
    context = group.make_context("plant-copilot", [*words])
    while hasattr(group, "resolve_command"):
        word, group, words = group.resolve_command(context, [*words])
        if not hasattr(group, "resolve_command"):
            words = words or ["/backups/plant.zip"] if word == "backup" else words
            group.make_context(word, [*words], parent=context)


def test_databases_and_model_lead_nowhere_and_only_the_copilot_asks_them() -> None:
    policies = {part["metadata"]["name"]: part["spec"] for part in EVERY if part["kind"] == "NetworkPolicy"}
    assert policies["nothing"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    let_out = [one["podSelector"]["matchLabels"] for one in policies.values() if "egress" in one]
    inner = [PODS[f"StatefulSet-{name}"]["metadata"]["labels"] for name in ("qdrant", "postgres", "ollama")]
    assert let_out == [{"part-of": "copilot"}, {"app": "database-backup"}]
    assert not any(labels.items() & out.items() for labels in inner for out in let_out)
    services = {part["metadata"]["name"] for part in EVERY if part["kind"] == "Service"}
    told = {path["backend"]["service"]["name"] for one in ingresses().values() for path in paths(one)}
    assert (told, services) == ({"chat", "api"}, {"chat", "api", "qdrant", "postgres", "ollama"})


def ingresses() -> dict[str, dict[str, Any]]:
    return {part["metadata"]["name"]: part for part in EVERY if part["kind"] == "Ingress"}


def paths(ingress: dict[str, Any]) -> list[dict[str, Any]]:
    return [path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]


def test_a_person_stays_at_one_pod_and_every_name_is_one_that_the_server_answers_to() -> None:
    notes = ingresses()["chat"]["metadata"]["annotations"]
    assert notes["nginx.ingress.kubernetes.io/affinity"] == "cookie"
    for name, ingress in ingresses().items():
        hosts = {rule["host"] for rule in ingress["spec"]["rules"]}
        assert hosts == {host for tls in ingress["spec"]["tls"] for host in tls["hosts"]}
        assert hosts <= set(OURS[f"Deployment-{name}"]["args"])


def test_every_selector_finds_pods_and_every_volume_is_there() -> None:
    labels = [pod["metadata"]["labels"] for pod in PODS.values()]
    for part in EVERY:
        selector = part["spec"].get("selector", {}) if part["kind"] in {"Service", "PodDisruptionBudget"} else {}
        wanted = selector.get("matchLabels", selector)
        assert not wanted or any(wanted.items() <= each.items() for each in labels), name_of(part)
    claims = {part["metadata"]["name"] for part in EVERY if part["kind"] == "PersistentVolumeClaim"}
    for name, pod in PODS.items():
        volumes = {volume["name"]: volume for volume in pod["spec"]["volumes"]}
        named = {
            one["persistentVolumeClaim"]["claimName"] for one in volumes.values() if "persistentVolumeClaim" in one
        }
        assert named <= claims
        templates = {"StatefulSet-qdrant": 2, "StatefulSet-postgres": 1, "StatefulSet-ollama": 1}.get(name, 0)
        mounted = {mount["name"] for mount in CONTAINERS[name]["volumeMounts"]}
        assert (set(volumes) <= mounted, len(mounted - set(volumes))) == (True, templates)

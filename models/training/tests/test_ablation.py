from __future__ import annotations

import tomllib

import ablation
from conftest import paint


def test_variants_differ_in_their_blocks_only() -> None:
    path = ablation.HERE / "configs" / "resinc-bigru-unet.toml"
    base = tomllib.loads(path.read_text())
    configs = {
        name: ablation.variant_config(base, settings, 2)
        for name, settings in ablation.VARIANTS.items()
    }
    trainings = [config["training"] for config in configs.values()]
    assert all(training == trainings[0] for training in trainings)
    assert base["training"]["epochs"] != 2
    assert len({str(config["network"]["settings"]) for config in configs.values()}) == 4


def test_a_variant_is_trained_and_scored_and_stands_in_the_table() -> None:
    base = tomllib.loads((ablation.HERE / "configs" / "resinc-bigru-unet.toml").read_text())
    base["training"]["batch"] = 2
    results = {
        name: ablation.train_variant(
            ablation.variant_config(base, ablation.VARIANTS[name], 1), paint(4, 32), paint(3, 32)
        )
        for name in ("plain", "both")
    }
    assert len(results["both"]["jaccards"]) == 3
    assert len({result["parameters"] for result in results.values()}) == 2
    text = ablation.render(results, 4, 1, 32)
    assert f"{results['plain']['parameters']:,}" in text and "| both" in text

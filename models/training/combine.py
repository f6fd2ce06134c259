"""How an ensemble combines its members' probability maps; the same as main/worker/predict.

tests/fixtures/ensemble holds shared cases. Maps are in steps of 1/65535, N members x H x W.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from predict import PROBABILITY_STEPS

FIRST_GUESS = 0.99999
MOST_ROUNDS = 200
CONVERGED = 1e-9
# Rates stay this far from 0 and 1, so that one vote never outweighs any number of others.
MARGIN = 1e-6

COMBINATIONS = ("mean", "staple")
AGREEMENT_DEFINITION = (
    "memberAgreement = mean Jaccard over the pairs of the members' masks, each at its own "
    "threshold and at the ensemble's map size, 1 for two empty ones"
)


def votes_of(steps: np.ndarray, thresholds: list[float]) -> np.ndarray:
    """Boolean N x H x W: where each member is at or above its own threshold."""
    return steps >= np.array(thresholds)[:, None, None] * PROBABILITY_STEPS


def mean(steps: np.ndarray) -> np.ndarray:
    """The mean probability, in steps."""
    return np.floor(steps.mean(axis=0) + 0.5)


def staple(votes: np.ndarray) -> np.ndarray:
    """STAPLE (Warfield, Zou and Wells 2004): the probability of each pixel, in steps.

    Each member's sensitivity and specificity and the true mask are estimated together; the prior is
    the members' mean share of lesion. Pixels with the same votes are counted as one pattern.
    """
    members = len(votes)
    prior = votes.mean()
    if prior in (0.0, 1.0):
        return np.full(votes.shape[1:], prior * PROBABILITY_STEPS)
    patterns, pattern_of, pixels = np.unique(
        votes.reshape(members, -1).T, axis=0, return_inverse=True, return_counts=True
    )
    sensitivity = specificity = np.full(members, FIRST_GUESS)
    for _ in range(MOST_ROUNDS):
        lesion = prior * np.where(patterns, sensitivity, 1 - sensitivity).prod(axis=1)
        skin = (1 - prior) * np.where(patterns, 1 - specificity, specificity).prod(axis=1)
        posterior = lesion / (lesion + skin)
        weight, other = posterior * pixels, (1 - posterior) * pixels
        before = np.concatenate([sensitivity, specificity])
        sensitivity = np.clip(weight @ patterns / weight.sum(), MARGIN, 1 - MARGIN)
        specificity = np.clip(other @ ~patterns / other.sum(), MARGIN, 1 - MARGIN)
        if np.abs(np.concatenate([sensitivity, specificity]) - before).max() < CONVERGED:
            break
    return np.floor(posterior * PROBABILITY_STEPS + 0.5)[pattern_of].reshape(votes.shape[1:])


def combine(combination: str, steps: np.ndarray, votes: np.ndarray) -> np.ndarray:
    """One map of all members' maps. Raises ValueError for an unknown combination."""
    match combination:
        case "mean":
            return mean(steps)
        case "staple":
            return staple(votes)
        case unknown:
            raise ValueError(f"unknown combination '{unknown}'; known: {', '.join(COMBINATIONS)}")


def member_agreement(votes: np.ndarray) -> float:
    """Mean Jaccard over the pairs of members' masks; two empty ones agree."""
    scores = []
    for a, b in combinations(votes, 2):
        either = np.count_nonzero(a | b)
        scores.append(np.count_nonzero(a & b) / either if either else 1.0)
    return float(np.mean(scores))

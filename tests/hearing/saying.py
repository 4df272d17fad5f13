"""Sounds like words, made of gliding tones: what tells them apart is what tells vowels apart."""

import numpy as np

from backcoach.hearing.standing_out import RATE

FORMANTS = {
    "hurts": [(300, 2200), (700, 1100), (500, 1500)],
    "stop": [(900, 1200), (500, 900), (400, 2600)],
    "pause": [(400, 800), (800, 1400), (300, 600)],
    "go_on": [(500, 700), (350, 2000), (800, 1000)],
    "next": [(600, 1900), (300, 2600), (700, 1600)],
    "hello": [(800, 1700), (450, 2500), (350, 750)],
}


def silence(length_s, seed=0):
    return np.random.default_rng(seed).normal(0, 20, round(length_s * RATE)).astype(np.int16)


def say(word, *, speed=1.0, pitch_hz=120.0, loud=0.2, noise=20.0, seed=1):
    """Return a word between silences: its formants glide, over a voice of one pitch."""
    length = round(0.45 * RATE / speed)
    at = np.linspace(0, len(FORMANTS[word]) - 1, length)
    time_s = np.arange(length) / RATE
    sound = np.zeros(length)
    centres = [
        np.interp(at, range(len(FORMANTS[word])), track) for track in zip(*FORMANTS[word], strict=True)
    ]
    for k in range(1, int(3500 / pitch_hz)):
        near = sum(np.exp(-(((k * pitch_hz - centre) / 150) ** 2)) for centre in centres)
        sound += near * np.sin(2 * np.pi * k * pitch_hz * time_s)
    sound *= np.minimum(1, np.minimum(np.arange(length), np.arange(length)[::-1]) / 600)
    samples = np.zeros(length + round(1.8 * RATE))
    samples[round(1.0 * RATE) : round(1.0 * RATE) + length] = sound / np.abs(sound).max() * loud * 32767
    samples += np.random.default_rng(seed).normal(0, noise, len(samples))
    return samples.clip(-32768, 32767).astype(np.int16)

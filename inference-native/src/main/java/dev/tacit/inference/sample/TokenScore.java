/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

/**
 * How one recorded token stands with a model that reads it again.
 *
 * @param token its id
 * @param rank how many tokens the model finds likelier; 0 for the likeliest
 * @param logProbability natural logarithm of its probability, penalty included,
 * temperature and truncation not
 * @param distance how far it is from what this sampler draws: 0 if it draws this token.
 * Greedy: the logarithm by which the likeliest token is likelier. With a seed: how far
 * the random number is from the token's share of [0, 1), infinite if truncation leaves it
 * none
 */
public record TokenScore(int token, int rank, double logProbability, double distance) {
}

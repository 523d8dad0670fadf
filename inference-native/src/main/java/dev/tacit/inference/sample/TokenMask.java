/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.BitSet;

/**
 * Tokens a state allows.
 *
 * @param tokens their ids
 * @param farthest no less than the largest distance that one of them leads to
 * @param cost nodes that were visited to find them
 */
record TokenMask(BitSet tokens, int farthest, int cost) {
}

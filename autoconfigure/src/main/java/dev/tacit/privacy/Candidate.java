/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * A value that a detector found.
 *
 * @param entity kind of value
 * @param start its first position in the {@link ScannedText}
 * @param end the position after its last character
 * @param confidence 0 to 1
 */
record Candidate(Entity entity, int start, int end, double confidence) {
}

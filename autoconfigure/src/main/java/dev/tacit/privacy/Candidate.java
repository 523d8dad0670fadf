/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * A value some detector is sure of.
 *
 * @param entity kind of value
 * @param start first UTF-16 unit
 * @param end unit after the last one
 */
public record Candidate(Entity entity, int start, int end) {
}

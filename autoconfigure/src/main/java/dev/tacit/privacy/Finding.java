/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * A protected value was found. Holds where and what kind, never the value.
 *
 * @param entity kind of value
 * @param direction where the text was going
 * @param action what was done
 * @param start first UTF-16 unit of the value in the original text
 * @param end unit after the last one
 */
public record Finding(Entity entity, Direction direction, Action action, int start, int end) {
}

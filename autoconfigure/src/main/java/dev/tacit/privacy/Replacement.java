/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * Where in the filtered text stands what took the place of a value. Holds offsets, never
 * text.
 *
 * @param finding the value that was found
 * @param start first UTF-16 unit of the replacement in the filtered text
 * @param end unit after the last one
 */
public record Replacement(Finding finding, int start, int end) {
}

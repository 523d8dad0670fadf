/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

/**
 * A file of a model folder.
 *
 * @param name the bare file name
 * @param size the length in bytes when the folder was opened
 */
public record ModelFile(String name, long size) {
}

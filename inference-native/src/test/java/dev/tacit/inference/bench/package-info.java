/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package dev.tacit.inference.bench;

import org.jspecify.annotations.NullMarked;

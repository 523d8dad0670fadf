/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The wiring: one auto-configuration per concern, its properties beside it.
 */
@NullMarked
package dev.tacit.autoconfigure;

import org.jspecify.annotations.NullMarked;

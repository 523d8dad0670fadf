/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of governance without an application around it.
 */
@NullMarked
package dev.tacit.governance;

import org.jspecify.annotations.NullMarked;

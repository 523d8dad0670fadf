/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of this package.
 */
@NullMarked
package dev.tacit.privacy;

import org.jspecify.annotations.NullMarked;

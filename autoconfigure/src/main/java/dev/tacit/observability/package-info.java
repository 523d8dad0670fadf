/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Meters and health of the engine and of the ledger. Numbers only, never text.
 */
@NullMarked
package dev.tacit.observability;

import org.jspecify.annotations.NullMarked;

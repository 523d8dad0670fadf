/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Detectors, policy, transformation and the streaming filter: text in, text and findings
 * out. Knows neither the model nor the ledger.
 */
@NullMarked
package dev.tacit.privacy;

import org.jspecify.annotations.NullMarked;

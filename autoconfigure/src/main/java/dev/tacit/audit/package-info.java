/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The ledger: chained records, encrypted content, a verifier. Durable means committed and
 * synced to the file. Knows JDBC and the JDK, and of the engine only its JSON.
 */
@NullMarked
package dev.tacit.audit;

import org.jspecify.annotations.NullMarked;

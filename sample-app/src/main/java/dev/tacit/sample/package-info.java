/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A Boot application a hospital or a bank could start from: four users, a chat endpoint,
 * a stream, two tools with a database behind them, and four pages.
 */
@NullMarked
package dev.tacit.sample;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** JMH benchmarks of what the decode thread does in Java between two steps. */
package dev.tacit.inference.benchmarks;

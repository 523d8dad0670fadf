/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * ONNX Runtime and the sequences that run on it. One thread, the scheduler's, talks to
 * the runtime and owns every tensor; callers hand over a task and are called back, they
 * never block it.
 */
@NullMarked
package dev.tacit.inference.decode;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Spring AI on top of the engine: the chat model, its options, and typed access to what a
 * portable response does not carry.
 */
@NullMarked
package dev.tacit.chat;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Tests of the chat model. */
@NullMarked
package dev.tacit.chat;

import org.jspecify.annotations.NullMarked;

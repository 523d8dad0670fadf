/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Where privacy and audit meet the model: a ChatModel that decorates any ChatModel.
 */
@NullMarked
package dev.tacit.governance;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Text in and out of the model: tokenizer, chat template, and the parts of a reply.
 */
@NullMarked
package dev.tacit.inference.text;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Engines on another machine that speak OpenAI's protocol, such as vLLM and llama.cpp's
 * server. Nothing of a server's words enters an exception or a log: a server may quote
 * the prompt.
 */
@NullMarked
package dev.tacit.remote;

import org.jspecify.annotations.NullMarked;

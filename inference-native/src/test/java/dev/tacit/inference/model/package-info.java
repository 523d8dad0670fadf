/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Whole and broken model folders, written by the tests themselves. */
package dev.tacit.inference.model;

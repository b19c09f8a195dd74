/** What is said: events and requests, findings, decisions, alerts, and the policy that they are held against. */
@NullMarked
package dev.linewarden.core.model;

import org.jspecify.annotations.NullMarked;

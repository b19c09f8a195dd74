package dev.linewarden.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that needs a pool's state: where that is elsewhere, {@link OwnerFilter} asks there. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface AtOwner {

    /** Whether this instance answers all the same, only slower, where the owner cannot. */
    boolean orHere() default false;
}

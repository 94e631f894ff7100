// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice The smile of one expiry: raw SVI (Gatheral 2004) of the annual variance,
/// vol(k)^2 = a + b * (rho * (k - m) + sqrt((k - m)^2 + sigma^2)) at log-moneyness k = ln(strike / forward). With b = 0 it is
/// flat at the square root of a, whatever the rest. Two slots.
/// @param expiry UNIX seconds
/// @param a level, 18 decimals
/// @param b slope of the wings, 18 decimals
/// @param rho tilt, 18 decimals
/// @param m shift, 18 decimals
/// @param sigma width of the bottom, 18 decimals
struct Smile {
    uint40 expiry;
    int96 a;
    uint96 b;
    int64 rho;
    int96 m;
    uint96 sigma;
}

/// @notice A parameter of a smile; WING is the slope of total variance far out, b * (1 + |rho|) * years (Lee: at most 2).
enum SmileParameter {
    A,
    B,
    RHO,
    M,
    SIGMA,
    WING
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {Smile, SmileParameter} from "../types/Smile.sol";

/// @title Raw SVI of annual variance
/// @notice The annual form v(k) = w(k) / t is kept, so that a smile holds its vol as time passes and a flat one is a vol. With w = v * t
/// Durrleman's g is concave in t and at t = 0 a square: a smile without butterflies today has none until its expiry.
/// Variances are 18 decimals; errors are below (2 + b) wei. In the ranges of `requireRange`, with |k| and years up to 10 and 1e5,
/// nothing reverts.
library Svi {
    int256 private constant WAD = 1e18;
    int256 internal constant MAX_A = 10_000e18;
    int256 internal constant MAX_B = 1000e18;
    int256 internal constant MAX_RHO = 0.999e18;
    int256 internal constant MAX_M = 5e18;
    int256 internal constant MIN_SIGMA = 0.001e18;
    int256 internal constant MAX_SIGMA = 10e18;
    /// @dev Roger Lee's bound on the slope of total variance far out.
    int256 internal constant MAX_WING = 2e18;
    /// @dev Of a vol of 0.001: below, g is not computed.
    int256 internal constant LEAST_VARIANCE = 1e12;

    /// @notice Annual variance at log-moneyness k.
    function variance(Smile memory s, int256 k) internal pure returns (int256) {
        if (s.b == 0) return s.a;
        int256 x = k - s.m;
        return _variance(s, x, _root(s, x));
    }

    /// @notice Annual variance and Durrleman's g = (1 - k w' / 2w)^2 - w'^2 (1 / w + 1 / 4) / 4 + w'' / 2, 18 decimals; the
    /// density of spot at k has its sign. Where variance is not above `LEAST_VARIANCE`, g is the lowest number.
    /// @param t years, 18 decimals
    function durrleman(Smile memory s, int256 k, int256 t) internal pure returns (int256 v, int256 g) {
        if (s.b == 0) return (s.a, WAD);
        int256 x = k - s.m;
        int256 root = _root(s, x);
        v = _variance(s, x, root);
        if (v < LEAST_VARIANCE) return (v, type(int256).min);
        int256 b = int256(uint256(s.b));
        int256 slope = b * (s.rho + x * WAD / root) / WAD;
        int256 narrow = int256(uint256(s.sigma)) * WAD / root;
        int256 bend = b * narrow / WAD * narrow / root;
        int256 skewed = WAD - k * slope / (2 * v);
        int256 steep = slope * t / WAD;
        g = skewed * skewed / WAD - slope * steep / (4 * v) - steep * steep / (16 * WAD) + bend * t
            / (2 * WAD);
    }

    /// @notice Least and largest annual variance for k from -width to width: v is convex, so they are at its bottom, or the
    /// end next to it, and at an end.
    function extremes(Smile memory s, int256 width) internal pure returns (int256 least, int256 most) {
        if (s.b == 0) return (s.a, s.a);
        int256 cosine = int256(FixedPointMathLib.sqrt(uint256(WAD * WAD - int256(s.rho) * s.rho)));
        int256 bottom = s.m - s.rho * int256(uint256(s.sigma)) / cosine;
        least = variance(s, FixedPointMathLib.clamp(bottom, -width, width));
        most = FixedPointMathLib.max(variance(s, -width), variance(s, width));
    }

    /// @notice Parameters in their ranges.
    /// @param t years, 18 decimals
    /// @param minSigma narrowest bottom, 18 decimals
    function requireRange(Smile memory s, int256 t, int256 minSigma) internal pure {
        _require(s, SmileParameter.A, s.a, -MAX_A, MAX_A);
        if (s.b == 0) return;
        int256 b = int256(uint256(s.b));
        int256 rho = s.rho;
        _require(s, SmileParameter.B, b, 0, MAX_B);
        _require(s, SmileParameter.RHO, rho, -MAX_RHO, MAX_RHO);
        _require(s, SmileParameter.M, s.m, -MAX_M, MAX_M);
        _require(
            s,
            SmileParameter.SIGMA,
            int256(uint256(s.sigma)),
            FixedPointMathLib.max(MIN_SIGMA, minSigma),
            MAX_SIGMA
        );
        _require(s, SmileParameter.WING, b * (WAD + (rho < 0 ? -rho : rho)) / WAD * t / WAD, 0, MAX_WING);
    }

    function _variance(Smile memory s, int256 x, int256 root) private pure returns (int256) {
        return s.a + int256(uint256(s.b)) * (s.rho * x + root * WAD) / (WAD * WAD);
    }

    function _root(Smile memory s, int256 x) private pure returns (int256) {
        return int256(FixedPointMathLib.sqrt(uint256(x * x) + uint256(s.sigma) * s.sigma));
    }

    function _require(Smile memory s, SmileParameter parameter, int256 value, int256 min, int256 max)
        private
        pure
    {
        if (value < min || value > max) {
            revert IVolSurface.SmileOutOfRange(s.expiry, parameter, value, min, max);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SettlementTerms} from "../types/Config.sol";
import {Leg} from "../types/Mandate.sol";
import {HedgeTarget} from "./HedgeTarget.sol";

/// @title The vol a target is hedged at
/// @notice Every vol of a book times m, m^2 = 1 + 5.4 (lambda^6 gamma S^2 G)^(1/8) Gamma / G within 1/4 and 4: who pays for each
/// trade is short of more variance than the market has when short of gamma, and long of less when long. Gamma is dT/dS of the
/// book, G the sum of the absolute parts of it, both at the vols of the surface. Why, and where 5.4 is from: docs/hedging.md.
library TargetVol {
    uint256 private constant WAD = 1e18;
    /// @dev 5.4 as a fraction.
    uint256 private constant STRENGTH = 54;
    uint256 private constant STRENGTH_UNIT = 10;
    /// @dev m^2 - 1 lies within -3/4 and 3.
    uint256 private constant MOST = 3e18;
    uint256 private constant LEAST = 0.75e18;
    /// @dev Inputs saturate here: lambda at 100, gammas at 1.3e18 units per 1.00 of quote, spot at 2^112 wei.
    uint256 private constant MAX_COST_RATE = 100e18;
    uint256 private constant MAX_GAMMA = 1 << 120;
    uint256 private constant MAX_AVERSION = type(uint128).max;
    uint256 private constant MAX_SPOT = (1 << 112) - 1;

    /// @notice Puts the factor into the vols of a book. A vol beyond what a leg can carry saturates.
    /// @param riskAversion gamma of the body, absolute, per 1.00 of quote
    /// @param costRate lambda of the spoke that hedges
    function apply_(
        Leg[] memory legs,
        uint256 riskAversion,
        uint256 costRate,
        uint256 spot,
        uint256 time,
        SettlementTerms memory s
    ) internal pure {
        (, int256 gamma) = HedgeTarget.ofLegs(legs, spot, time, s);
        (, int256 gross) = HedgeTarget.ofLegs(_allSold(legs), spot, time, s);
        uint256 m = factor(costRate, riskAversion, gamma, uint256(gross), spot);
        for (uint256 i; i < legs.length; i++) {
            legs[i].vol = uint64(FixedPointMathLib.min(legs[i].vol * m / WAD, type(uint64).max));
        }
    }

    /// @notice m, 18 decimals, 0.5 to 2: one without costs, risk aversion or gamma. Never reverts; errs by less than 1e-15.
    /// @param gamma dT/dS per 1.00 of quote: positive when short of gamma
    /// @param grossGamma its parts without their signs
    function factor(uint256 costRate, uint256 riskAversion, int256 gamma, uint256 grossGamma, uint256 spot)
        internal
        pure
        returns (uint256 m)
    {
        costRate = FixedPointMathLib.min(costRate, MAX_COST_RATE);
        riskAversion = FixedPointMathLib.min(riskAversion, MAX_AVERSION);
        grossGamma = FixedPointMathLib.min(grossGamma, MAX_GAMMA);
        spot = FixedPointMathLib.min(spot, MAX_SPOT);
        if (grossGamma == 0) return WAD;
        uint256 net = FixedPointMathLib.min(SignedMath.abs(gamma), MAX_GAMMA);
        // (lambda^6 gamma S^2 G)^(1/8) = sqrt(lambda sqrt(lambda S sqrt(gamma G))): 2^179 and 2^188 over 2^124, then 2^67 and
        // 2^188, leave words.
        uint256 root = _rootQ64(riskAversion * grossGamma);
        root = _rootQ64(Math.mulDiv(costRate * spot, root, WAD << 64));
        root = FixedPointMathLib.sqrt(costRate * root);
        uint256 shift = Math.mulDiv(root * STRENGTH, net, (grossGamma * STRENGTH_UNIT) << 32);
        uint256 squared =
            gamma < 0 ? WAD - FixedPointMathLib.min(shift, LEAST) : WAD + FixedPointMathLib.min(shift, MOST);
        m = FixedPointMathLib.sqrt(squared * WAD);
    }

    /// @dev The root of 36 decimals below 2^248 in 18, with 64 more bits, of which a large one has none.
    function _rootQ64(uint256 x) private pure returns (uint256) {
        if (x < 1 << 128) return FixedPointMathLib.sqrt(x << 128);
        return FixedPointMathLib.sqrt(x) << 64;
    }

    /// @dev The gamma of a call is that of its put, so its sign is that of the size.
    function _allSold(Leg[] memory legs) private pure returns (Leg[] memory sold) {
        sold = new Leg[](legs.length);
        for (uint256 i; i < legs.length; i++) {
            int128 size = legs[i].size;
            sold[i] = Leg(legs[i].series, size > 0 ? -size : size, legs[i].vol, legs[i].carry);
        }
    }
}

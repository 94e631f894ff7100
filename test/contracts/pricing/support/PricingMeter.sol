// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {BookVariance} from "gimbal/pricing/BookVariance.sol";
import {HedgeBands} from "gimbal/pricing/HedgeBands.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {SeriesRun} from "gimbal/pricing/SeriesRun.sol";
import {TargetRow} from "gimbal/pricing/TargetRow.sol";
import {HedgeBand, SettlementTerms} from "gimbal/types/Config.sol";
import {Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";

/// @notice Gas of one internal library call, with fresh memory.
contract PricingMeter {
    function quote(uint256 spot, uint256 strike, uint256 vol, uint256 tau, int256 rate, int256 yield_)
        external
        view
        returns (uint256 gas, BlackScholes.Quote memory q)
    {
        gas = gasleft();
        BlackScholes.quote(q, spot, strike, vol, tau, rate, yield_);
        gas -= gasleft();
    }

    /// @notice T, dT/dS and the variance left of sixteen series: calls of different strikes, or calls and puts of half as many.
    /// @param strikes of an expiry
    function target(bool pairs, uint256 strikes, uint256 time)
        external
        view
        returns (uint256 gas, int256 t, int256 slope, uint256 v)
    {
        Leg[] memory legs = _sixteen(pairs, strikes);
        SettlementTerms memory terms = SettlementTerms(1800, 30, 3600);
        gas = gasleft();
        (t, slope, v) = SeriesRun.sum(legs, 3050e18, time, terms);
        gas -= gasleft();
    }

    /// @notice The same of a mandate's body with its band: what `TargetEvaluator` does once it has decoded.
    function evaluation(bool pairs, uint256 strikes, uint256 time)
        external
        view
        returns (uint256 gas, int256 t, uint256 outer, uint256 inner)
    {
        MandateBody memory body;
        (body.legs, body.share) = (_sixteen(pairs, strikes), 1e18);
        (body.riskAversion, body.range) = (0.0002e18, 80e18);
        HedgeBand memory band_ = HedgeBand(10e18, 0.0005e18, 0.5e18, 0.05e18, 100e18, 0.25e18);
        SettlementTerms memory terms = SettlementTerms(1800, 30, 3600);
        gas = gasleft();
        int256 slope;
        uint256 v;
        (t, slope, v,) = HedgeTarget.ofBody(body, 3050e18, time, terms);
        (outer, inner) =
            HedgeBands.band(band_, body.riskAversion, SignedMath.abs(slope), 3050e18, body.range, v);
        gas -= gasleft();
    }

    function _sixteen(bool pairs, uint256 strikes) private pure returns (Leg[] memory legs) {
        legs = new Leg[](16);
        for (uint256 i; i < 16; i++) {
            uint256 place = pairs ? i / 2 : i;
            legs[i] = Leg(
                seriesId(
                    1,
                    uint40(1_700_000_000 + (1 + place / strikes) * 7 days),
                    uint128(2700e18 + (place % strikes) * 800e18 / strikes),
                    pairs && i % 2 == 1
                ),
                -10e18,
                0.6e18,
                0
            );
        }
    }

    function band(uint256 costRate, uint128 fixedCost, uint256 riskAversion, uint256 gamma, uint256 spot)
        external
        view
        returns (uint256 gas, uint256 outer, uint256 inner)
    {
        gas = gasleft();
        (outer, inner) = HedgeBands.optimum(costRate, fixedCost, riskAversion, gamma, spot);
        gas -= gasleft();
    }

    /// @notice The whole band, with the end of the book and the limits.
    function endingBand(
        HedgeBand memory terms,
        uint256 riskAversion,
        uint256 gamma,
        uint256 range,
        uint256 left
    ) external view returns (uint256 gas, uint256 outer, uint256 inner) {
        gas = gasleft();
        (outer, inner) = HedgeBands.band(terms, riskAversion, gamma, 3000e18, range, left);
        gas -= gasleft();
    }

    /// @notice What is left of the variance of sixteen series of four expiries.
    function variance() external view returns (uint256 gas, uint256 v) {
        Leg[] memory legs = new Leg[](16);
        for (uint256 i; i < 16; i++) {
            legs[i] = Leg(
                seriesId(1, uint40(1_700_000_000 + (1 + i / 4) * 7 days), 3000e18, false), -10e18, 0.6e18, 0
            );
        }
        SettlementTerms memory terms = SettlementTerms(1800, 30, 3600);
        gas = gasleft();
        v = BookVariance.ofLegs(legs, 1_700_000_000, terms);
        gas -= gasleft();
    }

    /// @notice Targets and slopes of sixteen series along a row of seventeen nodes 2 % apart and the middles between, at one time.
    function row() external view returns (uint256 gas, int256[] memory targets, int256[] memory slopes) {
        Leg[] memory legs = new Leg[](16);
        uint256[] memory weights = new uint256[](16);
        for (uint256 i; i < 16; i++) {
            weights[i] = 1e18;
            legs[i] = Leg(
                seriesId(
                    1,
                    uint40(1_700_000_000 + (1 + i / 4) * 7 days),
                    uint128(2700e18 + (i % 4) * 200e18),
                    i % 2 == 1
                ),
                -10e18,
                0.6e18,
                0
            );
        }
        TargetRow.Spots memory spots = TargetRow.along(2560e18, 1.02e18, 17);
        gas = gasleft();
        (targets, slopes) = TargetRow.evaluate(legs, weights, spots, 1_700_000_000);
        gas -= gasleft();
    }
}

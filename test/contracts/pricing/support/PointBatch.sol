// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {HedgeBands} from "gimbal/pricing/HedgeBands.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {HedgeBand, SettlementTerms} from "gimbal/types/Config.sol";
import {Leg} from "gimbal/types/Mandate.sol";

/// @notice The libraries under test, at many points in one call.
contract PointBatch {
    struct Option {
        uint256 spot;
        uint256 strike;
        uint256 vol;
        uint256 tau;
        int256 rate;
        int256 yield_;
    }

    struct List {
        Leg[] legs;
        uint256 spot;
        uint256 time;
        SettlementTerms terms;
    }

    struct Band {
        uint256 costRate;
        uint128 fixedCost;
        uint256 riskAversion;
        uint256 gamma;
        uint256 spot;
        uint256 variance;
    }

    function options(Option[] memory points) external pure returns (BlackScholes.Quote[] memory quotes) {
        quotes = new BlackScholes.Quote[](points.length);
        for (uint256 i; i < points.length; i++) {
            Option memory p = points[i];
            BlackScholes.quote(quotes[i], p.spot, p.strike, p.vol, p.tau, p.rate, p.yield_);
        }
    }

    function lists(List[] memory points) external pure returns (int256[2][] memory results) {
        results = new int256[2][](points.length);
        for (uint256 i; i < points.length; i++) {
            List memory p = points[i];
            (results[i][0], results[i][1]) = HedgeTarget.ofLegs(p.legs, p.spot, p.time, p.terms);
        }
    }

    /// @notice a and b of an endless book, then those with so much of the variance left and no limits.
    function bands(Band[] memory points) external pure returns (uint256[4][] memory results) {
        results = new uint256[4][](points.length);
        for (uint256 i; i < points.length; i++) {
            Band memory p = points[i];
            (results[i][0], results[i][1]) =
                HedgeBands.optimum(p.costRate, p.fixedCost, p.riskAversion, p.gamma, p.spot);
            uint128 most = type(uint128).max;
            HedgeBand memory terms = HedgeBand(0, uint128(p.costRate), p.fixedCost, 0, most, 1e18);
            (results[i][2], results[i][3]) =
                HedgeBands.band(terms, p.riskAversion, p.gamma, p.spot, most, p.variance);
        }
    }

    struct Metered {
        uint256 gas;
        bool succeeded;
        bytes result;
    }

    /// @notice Gas of calls to code from elsewhere, each a call from outside once that code is warm.
    function metered(address target, bytes[] memory calls) external view returns (Metered[] memory all) {
        all = new Metered[](calls.length);
        bytes memory data = calls[0];
        (bool succeeded, bytes memory result) = target.staticcall(data);
        for (uint256 i; i < calls.length; i++) {
            data = calls[i];
            uint256 gas = gasleft();
            (succeeded, result) = target.staticcall(data);
            all[i] = Metered(gas - gasleft(), succeeded, result);
        }
    }
}

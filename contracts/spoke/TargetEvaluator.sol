// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IHedgeExecutor} from "../interfaces/IHedgeExecutor.sol";
import {BookVariance} from "../pricing/BookVariance.sol";
import {HedgeBands} from "../pricing/HedgeBands.sol";
import {HedgeTarget} from "../pricing/HedgeTarget.sol";
import {HedgeBand, SettlementTerms} from "../types/Config.sol";
import {MandateBody} from "../types/Mandate.sol";

/// @title The hub's own target and band, evaluated on the spoke
/// @notice Pure code beside the executor, for its size alone: each executor implementation makes its own and keeps the address
/// in its code, so the two change together.
contract TargetEvaluator {
    /// @notice Target and band of a mandate; see HedgeTarget.ofBody and HedgeBands.band.
    function evaluate(
        MandateBody calldata body,
        HedgeBand calldata band,
        SettlementTerms calldata settlement,
        uint256 price,
        uint256 time
    ) external pure returns (int256 target, int256 gamma, uint256 outer, uint256 inner) {
        MandateBody memory copy = body;
        SettlementTerms memory terms = settlement;
        (target, gamma) = _target(copy, terms, price, time);
        uint256 variance = BookVariance.ofBody(copy, time, terms);
        (outer, inner) =
            HedgeBands.band(band, copy.riskAversion, SignedMath.abs(gamma), price, copy.range, variance);
    }

    function _target(MandateBody memory body, SettlementTerms memory settlement, uint256 price, uint256 time)
        private
        pure
        returns (int256 target, int256 gamma)
    {
        bool inside;
        (target, gamma, inside) = HedgeTarget.ofBody(body, price, time, settlement);
        if (!inside) revert IHedgeExecutor.SpotOutsideLadder(price);
    }

    /// @notice Base of a mandate that expired, or ran through its settlement window, between two times: the roll-off of P2.
    function rolledOff(
        MandateBody calldata body,
        SettlementTerms calldata settlement,
        uint256 from,
        uint256 to
    ) external pure returns (uint256) {
        uint256 gone = HedgeTarget.rolledOff(body.legs, to, settlement)
            - HedgeTarget.rolledOff(body.legs, from, settlement);
        return gone * body.share / 1e18;
    }
}

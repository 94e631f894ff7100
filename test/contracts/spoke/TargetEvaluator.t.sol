// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {HedgeBands} from "gimbal/pricing/HedgeBands.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {LadderBuilder} from "gimbal/pricing/LadderBuilder.sol";
import {TargetEvaluator} from "gimbal/spoke/TargetEvaluator.sol";
import {HedgeBand, SettlementTerms} from "gimbal/types/Config.sol";
import {Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";

/// @notice A spoke computes what the hub computes of the same body.
contract TargetEvaluatorTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    SettlementTerms private terms = SettlementTerms(1800, 30, 3600);
    HedgeBand private band = HedgeBand(10e18, 0.0006e18, 0.2e18, 0.05e18, 100e18, 0.25e18);
    TargetEvaluator private evaluator = new TargetEvaluator();

    function testFuzz_P13_aListIsTheHubsToTheLastBit(uint256 price, uint256 later, uint64 vol) public view {
        price = bound(price, 1e18, 1e23);
        later = bound(later, 0, 70 days);
        MandateBody memory body = _body();
        body.legs = _legs();
        body.legs[0].vol = vol;
        (int256 target, int256 gamma, uint256 outer, uint256 inner) =
            evaluator.evaluate(body, band, terms, price, NOW + later);
        assertEq(abi.encode(target, gamma, outer, inner), _onTheHub(body, price, NOW + later));
    }

    /// @dev The libraries of the hub's claims and ladders.
    function _onTheHub(MandateBody memory body, uint256 price, uint256 time)
        private
        view
        returns (bytes memory)
    {
        SettlementTerms memory s = terms;
        (int256 target, int256 gamma, uint256 variance,) = HedgeTarget.ofBody(body, price, time, s);
        uint256 slope = uint256(gamma < 0 ? -gamma : gamma);
        (uint256 outer, uint256 inner) =
            HedgeBands.band(band, body.riskAversion, slope, price, body.range, variance);
        return abi.encode(target, gamma, outer, inner);
    }

    /// @dev The table loses a little gamma between its slices and nodes; its band follows that to the power of two thirds.
    function test_P13_theBandOfALadderIsThatOfItsSeries() public view {
        MandateBody memory list = _body();
        MandateBody memory table = _body();
        list.legs = _legs();
        table.ladder = LadderBuilder.build(list.legs, 3000e18, NOW, terms, 6 hours);
        for (uint256 price = 2500e18; price < 3600e18; price += 83e18) {
            for (uint256 later; later <= 6 hours; later += 2 hours) {
                (,, uint256 a, uint256 b) = evaluator.evaluate(list, band, terms, price, NOW + later);
                (,, uint256 outer, uint256 inner) = evaluator.evaluate(table, band, terms, price, NOW + later);
                assertApproxEqRel(outer, a, 0.02e18);
                assertApproxEqRel(inner, b, 0.02e18);
            }
        }
    }

    /// @notice The last hours are not worth a trade; once all has expired, what is held goes home.
    function test_theBandOpensTowardsTheExpiryAndClosesAfterIt() public view {
        MandateBody memory body = _body();
        body.legs = new Leg[](1);
        body.legs[0] = _legs()[0];
        (,,, uint256 early) = evaluator.evaluate(body, band, terms, 2000e18, NOW);
        assertLt(early, 2e18);
        (,,, uint256 late) = evaluator.evaluate(body, band, terms, 2000e18, NOW + 30 days - 1 hours);
        assertEq(late, 20e18);
        (int256 target,, uint256 outer, uint256 inner) =
            evaluator.evaluate(body, band, terms, 3000e18, NOW + 30 days);
        assertEq(target, 0);
        assertEq(outer, 0.05e18);
        assertEq(inner, 0.05e18);
    }

    function _body() private pure returns (MandateBody memory body) {
        (body.book, body.market, body.share) = (7, 1, 1e18);
        (body.riskAversion, body.range) = (0.0002e18, 80e18);
    }

    function _legs() private pure returns (Leg[] memory legs) {
        legs = new Leg[](3);
        legs[0] = Leg(seriesId(1, uint40(NOW + 30 days), 3000e18, false), -100e18, 0.6e18, 0);
        legs[1] = Leg(seriesId(1, uint40(NOW + 10 days), 2800e18, true), 20e18, 0.55e18, 0);
        legs[2] = Leg(seriesId(1, uint40(NOW + 60 days), 3600e18, false), -30e18, 0.7e18, 0);
    }
}

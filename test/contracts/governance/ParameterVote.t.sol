// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {Change, Family, ParameterKey, Rule} from "gimbal/types/Parameter.sol";
import {VotedParameters} from "./VotedParameters.sol";

/// @notice Votes on governed numbers that meet each other, a bound, or a value that has moved.
contract ParameterVoteTest is VotedParameters {
    uint256 private constant NOW = 10e18;

    /// @notice Both pass their vote and are due; in one block the first changes the value, and the second, which was decided
    /// on another one, changes nothing at all.
    function test_P8_ofTwoConflictingProposalsInOneBlockTheSecondFailsWhole() public {
        Change[] memory first = _expecting(0, 12e18, NOW, 0);
        Change[] memory second = new Change[](2);
        second[0] = one(Family.HEDGE_BAND, 1, 0.0009e18)[0];
        second[1] = _expecting(0, 11e18, NOW, 1e18)[0];
        uint256 costRate = parameters.hedgeBand(MARKET, SPOKE).costRate;
        uint256 a = proposeChange(first, "first");
        uint256 b = proposeChange(second, "second");
        pass(a);
        _passLate(b);
        governor.queue(a);
        governor.queue(b);
        vm.warp(governor.proposalEta(b));
        governor.execute(a);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRiskParameters.ValueMoved.selector, keyOf(Family.HEDGE_BAND, 0), 12e18, NOW, 1e18
            )
        );
        governor.execute(b);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 12e18);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).costRate, costRate, "nothing of the second");
    }

    /// @notice The steward moves the value while the vote runs: within the tolerance the vote holds, beyond it fails.
    function test_P8_aValueThatMovedWhileTheVoteRan() public {
        uint256 within = proposeChange(_expecting(0, 14e18, NOW, 1e18), "within");
        uint256 beyond = proposeChange(_expecting(0, 14e18, NOW, 1e18 - 1), "beyond");
        pass(within);
        _passLate(beyond);
        step(_expecting(0, 11e18, NOW, 0), "meanwhile");
        governor.queue(within);
        governor.queue(beyond);
        vm.warp(governor.proposalEta(beyond));
        vm.expectRevert(
            abi.encodeWithSelector(
                IRiskParameters.ValueMoved.selector, keyOf(Family.HEDGE_BAND, 0), 11e18, NOW, 1e18 - 1
            )
        );
        governor.execute(beyond);
        governor.execute(within);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 14e18, "at the tolerance it passes");
    }

    /// @notice The exact bounds are legal, and one beyond either is not, however many vote for it.
    function test_P8_aVoteReachesTheExactBoundsAndNotOneBeyond() public {
        ParameterKey key = keyOf(Family.HEDGE_BAND, 0);
        Rule memory rule = rules.ruleOf(key);
        _enactChange(one(Family.HEDGE_BAND, 0, rule.max));
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, rule.max);
        _enactChange(one(Family.HEDGE_BAND, 0, rule.min));
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, rule.min);
        uint256[2] memory beyond = [rule.max + 1, rule.min - 1];
        for (uint256 i; i < 2; i++) {
            uint256 id = proposeChange(one(Family.HEDGE_BAND, 0, beyond[i]), "beyond");
            pass(id);
            governor.queue(id);
            vm.warp(governor.proposalEta(id));
            vm.expectRevert(
                abi.encodeWithSelector(
                    IParameterRules.OutOfBounds.selector, key, beyond[i], rule.min, rule.max
                )
            );
            governor.execute(id);
        }
    }

    /// @notice Whoever holds a majority of the council alone: what it proposed before the vote was queued is not carried out
    /// past the vote either.
    function test_P8_aStewardCannotRunAheadOfAVote() public {
        Change[] memory ahead = _expecting(0, 10.5e18, NOW, 0);
        uint256 id = proposeChange(_expecting(0, 9e18, NOW, 0), "vote");
        pass(id);
        propose(ahead, "ahead");
        governor.queue(id);
        vm.warp(block.timestamp + 1 hours);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.Held.selector, keyOf(Family.HEDGE_BAND, 0), 1));
        steward.execute(ahead, "ahead");
        vm.warp(governor.proposalEta(id));
        governor.execute(id);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 9e18);
    }

    function _expecting(uint8 field, uint256 value, uint256 expected, uint256 tolerance)
        private
        pure
        returns (Change[] memory changes)
    {
        changes = one(Family.HEDGE_BAND, field, value);
        (changes[0].expected, changes[0].tolerance) = (expected, tolerance);
    }

    function _enactChange(Change[] memory changes) private {
        enact(address(parameters), abi.encodeCall(parameters.change, (changes, 0)));
    }

    /// @dev Of two proposals of one second: after the first has passed, the second is at its end as well.
    function _passLate(uint256 id) private {
        vm.warp(governor.proposalDeadline(id));
        vm.prank(alice);
        governor.castVote(id, 1);
        vm.prank(bob);
        governor.castVote(id, 1);
        vm.warp(governor.proposalDeadline(id) + 1);
    }
}

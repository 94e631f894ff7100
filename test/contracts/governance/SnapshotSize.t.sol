// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {VenueTerms} from "gimbal/types/Config.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";
import {RiskFixture} from "../risk/support/RiskFixture.sol";
import {Presets} from "../risk/support/Presets.sol";

/// @notice A spoke keeps a config that waits as the code of one contract.
contract SnapshotSizeTest is RiskFixture {
    uint256 private constant VENUES = 12;
    /// @notice Markets with twelve venues each that fit beside the first, which has one.
    uint32 private constant FIT = 6;
    /// @notice EIP-170, which test chains do not always enforce; a byte of it stops whoever calls the data.
    uint256 private constant CODE_LIMIT = 24_576;

    function test_P10_noVoteMakesASnapshotThatASpokeCouldNotKeep() public {
        for (uint32 i; i < FIT; i++) {
            addMarket(MARKET + 1 + i);
            _list(MARKET + 1 + i);
        }
        bytes memory body = abi.encode(parameters.snapshot(SPOKE));
        assertLe(body.length + 1, CODE_LIMIT);
        assertEq(SSTORE2.read(SSTORE2.write(body)), body);

        uint32 last = MARKET + 1 + FIT;
        addMarket(last);
        VenueTerms[] memory venues = _venues(last);
        uint256 length = body.length + 34 * 32 + VENUES * 6 * 32;
        vm.expectRevert(
            abi.encodeWithSelector(
                IRiskParameters.OutOfRange.selector, bytes32("config.bytes"), length, 0, 24_575
            )
        );
        parameters.listMarket(last, SPOKE, Presets.band(), Presets.limits(), Presets.liquidity(), venues);
        assertGt(length + 1, CODE_LIMIT);
    }

    function _list(uint32 market) private {
        parameters.listMarket(
            market, SPOKE, Presets.band(), Presets.limits(), Presets.liquidity(), _venues(market)
        );
    }

    function _venues(uint32 market) private pure returns (VenueTerms[] memory venues) {
        venues = new VenueTerms[](VENUES);
        for (uint32 i; i < VENUES; i++) {
            venues[i] = Presets.venue(100 * market + i);
        }
    }
}

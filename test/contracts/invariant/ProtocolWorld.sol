// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {Desk} from "../base/Desk.sol";
import {Terms} from "../base/Terms.sol";

/// @notice Four books in the middle of their lives: two short and hedged on other chains, one long at home, and the unhedged
/// other side of all three. One series expires within the run.
abstract contract ProtocolWorld is Desk {
    uint40 internal constant SOON = uint40(START + 8 hours);

    uint64 internal alice; // short calls, hedged on EAST
    uint64 internal bob; // long puts, hedged on the hub's own spoke
    uint64 internal carol; // short calls at two strikes, hedged on WEST
    uint64 internal dora; // the other side, not hedged
    uint64[4] internal books;
    SeriesId[] internal series;
    address internal stranger = makeAddr("stranger");

    function setUp() public virtual override {
        super.setUp();
        series.push(call_(3000));
        series.push(put_(2800));
        series.push(call_(3100));
        series.push(call_(3300));
        series.push(seriesId(Terms.MARKET, SOON, 3050e18, false));
        alice = openBook("alice", true, 700_000e6);
        bob = openBook("bob", true, 500_000e6);
        carol = openBook("carol", true, 700_000e6);
        dora = openBook("dora", false, 3_000_000e6);
        books = [alice, bob, carol, dora];
        _place(alice, EAST);
        _place(bob, HUB);
        _place(carol, WEST);
        clear(dora, alice, series[0], 100e18, 20_000e6);
        clear(dora, alice, series[4], 20e18, 500e6);
        clear(bob, dora, series[1], 60e18, 6_000e6);
        clear(dora, carol, series[2], 50e18, 8_000e6);
        clear(dora, carol, series[3], 50e18, 4_000e6);
        _begin(alice, EAST, 250_000e6);
        _begin(bob, HUB, 250_000e6);
        _begin(carol, WEST, 400_000e6);
        _endow();
        for (uint256 i; i < chains.length; i++) {
            setBridgeFee(chains[i], 0.0001e18);
        }
        channel.flush();
    }

    function _place(uint64 book, uint64 chain) private {
        vm.prank(ownerOf(book));
        hub.allocations.place(book, chain);
    }

    function _begin(uint64 book, uint64 chain, uint256 amount) private {
        hub.mandates.publish(book);
        fund(book, chain, amount);
        beat(chain);
        channel.flush();
        credit(book, chain);
        hedgeIfDue(book, chain);
        report(chain);
        channel.flush();
        prove(book, chain);
    }

    /// @dev What the stranger fills and donates with; on spokes it came over the bridge, too.
    function _endow() private {
        for (uint256 i; i < chains.length; i++) {
            at[chains[i]].base.mint(stranger, 5_000e18);
            if (chains[i] == HUB) {
                mintQuote(stranger, 50_000_000e6);
            } else {
                mintQuote(address(this), 50_000_000e6);
                at[HUB].bridge.send(chains[i], stranger, 50_000_000e6);
            }
        }
        channel.flush();
        vm.deal(stranger, 1 ether);
    }
}

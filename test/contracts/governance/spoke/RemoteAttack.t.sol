// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {SpokeConfig, VenueStatus} from "gimbal/types/Config.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RemoteBatch} from "gimbal/types/Remote.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

/// @notice Takes every message and pays a wei to whoever reckons what it has spent by its balance.
contract GenerousGateway is IERC7786GatewaySource {
    address private immutable _to;

    constructor(address to) payable {
        _to = to;
    }

    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    function sendMessage(bytes calldata, bytes calldata, bytes[] calldata)
        external
        payable
        returns (bytes32)
    {
        (bool ok,) = _to.call{value: 1}("");
        require(ok);
        return 0;
    }
}

contract RemoteAttackTest is RemoteFixture {
    function test_P10_aGatewayThatPaysInUndoesNoVote() public {
        GenerousGateway gateway = new GenerousGateway{value: 1 ether}(address(outbox));
        hub.transport.setGateway(address(gateway), 5, true);
        RemoteBatch memory batch = send(setTarget(stranger));
        assertEq(address(gateway).balance, 1 ether - 1);
        outbox.resend(SPOKE);
        assertEq(address(gateway).balance, 1 ether - 2);
        assertEq(address(outbox).balance, 0);
        carry(2);
        schedule(batch);
    }

    /// @notice Epochs that no gateway carried are gone for the spoke, and it bounds their jump.
    function test_P3_aStrangerUsesUpNoEpochThatNobodyCarries() public {
        send(setTarget(stranger));
        for (uint8 f; f < FAMILIES; f++) {
            vm.mockCallRevert(
                address(hub.gateways[f]),
                abi.encodeWithSelector(IERC7786GatewaySource.sendMessage.selector),
                "unpaid"
            );
        }
        vm.warp(block.timestamp + 1 days);
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(IHedgeTransport.NothingSent.selector, SPOKE, Kind.REMOTE, uint64(2))
        );
        outbox.renew(SPOKE);
        assertEq(outbox.outgoing(SPOKE).epoch, 1);
    }

    /// @notice What tightens beside a loosening that waits takes over its ticket: it is held up no longer than that.
    function test_P10_aTighteningIsHeldUpNoLongerThanTheLooseningBeforeIt() public {
        confirm(config(1));
        SpokeConfig memory c = config(2);
        c.markets[0].band.cap++;
        confirm(c);
        vm.warp(START + DELAY - 1);
        c.version = 3;
        c.markets[0].venues[0].status = VenueStatus.SUSPENDED;
        confirm(c);
        (uint64 version,) = control.configVersion();
        assertEq(version, 1);
        vm.warp(START + DELAY);
        control.release(1);
        (version,) = control.configVersion();
        assertEq(version, 3);
    }

    /// @notice Who takes the loosening back in the same version tightens at once.
    function test_P10_aTighteningThatTakesTheLooseningBackIsInForceAtOnce() public {
        confirm(config(1));
        SpokeConfig memory c = config(2);
        c.markets[0].band.cap++;
        confirm(c);
        c = config(3);
        c.markets[0].venues[0].status = VenueStatus.SUSPENDED;
        confirm(c);
        (uint64 version,) = control.configVersion();
        assertEq(version, 3);
        assertEq(control.waiting().length, 0);
    }
}
